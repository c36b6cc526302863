# Official papers of a dossier: the words that fill their forms.

paper-erased = (personal data was erased)
paper-head = Head of the agency
paper-limit-agreed = By the day agreed with the submitter
paper-limit-committed = { $legal }; the agency promises { $committed }
paper-presented = Shown, to be compared
paper-collect-counter = { $office } (in person)
paper-collect-post = By public post
paper-collect-online = Online
paper-return-counter = In person
paper-return-post = By post
paper-return-online = Online
paper-exempt = Exempt: { $ground }
paper-stage-intake = Reception of the dossier
paper-stage-examination = Examination at { $office }
paper-stop-by = Work on the dossier stops by document { $document }
paper-withdrawn = The submitter withdraws the dossier
paper-stop-withdrawn = Work on the dossier stops, for it was withdrawn
paper-paid-by = { $sum } đồng paid by receipt { $receipt }
paper-paid = { $sum } đồng paid
paper-nothing-paid = Nothing was paid
paper-part = Paid in part
paper-way-back = Given back to an earlier step
paper-way-transfer = Given to the competent agency
paper-withdrawn-note = Withdrawn
paper-stopped-note = Stopped
paper-letters = The typeface of official papers has no letter for { $letters }. Correct it in the dossier, and print again.
paper-register-span = The register is printed for at most { $days } days and { $rows } dossiers at a time. Choose a shorter span.
paper-print-refusal = Refusal
paper-print-apology = Apology and new date
paper-print-stop = Notice that work stops
paper-print-receipt = Receipt { $number }
dossier-flaw-letters = Official papers cannot show { $letters }. Write it in Latin letters with marks.

# Files of dossiers.

dossier-file-unknown = There is no such file among those that you sent. Send the file again and choose it.
dossier-file-unfinished = A part of the file is missing. Send the rest, then hand in again.
dossier-file-unchecked = The file is being checked. Wait some seconds and hand in again.
dossier-file-refused = The file was refused when it was checked. Send another.
dossier-file-taken = The file belongs to another dossier. Send it again to use it here.
dossier-file-size = { $n } { $unit }

# Apologies that are to be sent before the promised day.

apology-drafted = If it will not be ready as promised: an apology is drafted, to be sent one day before the promised day at the latest
apology-escalated = Today is the last day to send the apology
apology-missed = The promised day has come, and no apology was sent
apology-draft-step = The dossier is at the step “{ $step }” with { $office } and will not be done by the promised day.
apology-draft = The dossier is being worked on at { $office } and will not be done by the promised day.
apology-all-work = All dossiers
apology-list = Apologies to send
door-apologies = Apologies
dossier-told-result-attached = Scan of the result attached
dossier-result-file = Result
