# Lists of dossiers and their files, several at once, substitution, what stands beside a dossier.

dossier-any = All
dossier-view-saved = The list was saved.
dossier-view-removed = The list was removed.
dossier-view-name = Give the list a name of at most { $most } letters.
dossier-view-nothing = There is nothing to save: choose a list or a filter. Words that were searched for are not saved.
dossier-view-many = You have { $most } lists already. Remove one first.
dossier-bulk-none = Choose at least one dossier.
dossier-bulk-many = At most { $most } dossiers at a time. Choose fewer.
dossier-bulk-not-now = It is “{ $phase }”, or not for you to do.
dossier-bulk-counted = Papers came with it: open it and count them.
dossier-not-for-you = Where it stands now this is not for you to do. Open it to see what is.
dossier-export-cut = Only the first { $most } dossiers are here. Narrow the list down for the rest.
dossier-export-procedure-name = Name of the procedure
dossier-export-received-by = Received by
dossier-export-filed = Handed in
dossier-export-received = Taken in
dossier-export-late-since = Late since
dossier-asked-partly = Questions sent: { $count }. The next one was not: { $why } Those that are left are still chosen.
dossier-unknown-account = This person has no post there today. Choose somebody else.
dossier-unknown-office = There is no office { $office } today. Choose another.
dossier-key-taken = Another dossier has this code already. Look at the code again.
dossier-draft-moved = The draft is not the one that you read. Read it again before you sign.
dossier-fee-imported = Fees as the old system told them
dossier-flag-imported = Taken over from { $system }, where its code was { $code }: what happened before is to be seen there.
dossier-flag-elsewhere = The same person has asked another office for the same. It is open there since { $when }.
dossier-flag-failed = { $n ->
    [one] { $n } point was examined and is not met
   *[other] { $n } points were examined and are not met
 }
dossier-similar = { $n ->
    [one] { $n } more of this procedure
   *[other] { $n } more of this procedure
 }
dossier-note-saved = Saved at { $when }. Only you read it.
dossier-batch-many = At most { $most } at a time. Clear some.
dossier-total = Total
dossier-absent-post = No post there today
dossier-holder-has = { $name }: { $count }
dossier-substitute-title = Give somebody's dossiers to another
dossier-substitute-lead = Everything that they have open here is given away, with your reason in the history of each. What is signed already stays.
dossier-substitute-for = Whose dossiers
dossier-substitute-same = Choose somebody else.
dossier-substitute-failed = These were not given
dossier-substitute-more = There are more: send it again for the rest.
dossier-substituted = { $n ->
    [one] { $n } dossier was given.
   *[other] { $n } dossiers were given.
 }
dossier-numbers = Last number { $last }, next { $next }
dossier-field-agreed = Date agreed with the applicant
dossier-field-rejected-hint = Needed when it is rejected.
