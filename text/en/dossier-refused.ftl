# Why a dossier cannot be taken in, or something cannot be done with it.

dossier-unknown = There is no dossier { $code }. Look at the code on the slip again.
dossier-fields = Some things are not right; each is told at its place. What was typed is kept.
dossier-day-turned = It is { $day } now. Send it again for a code and a deadline of the new day.
dossier-revision-moved = Procedure { $code } has just been published anew. Open it again to see its papers and limits.
dossier-not-in-force = Procedure { $code } is not in force today.
dossier-not-received-here = This desk does not receive { $procedure }. Show the applicant the right place (Decree 61/2018/NĐ-CP, Article 17).
dossier-no-limit = The procedure names no limit that can be counted. Agree on a date.
dossier-no-identifier = Office { $office } has no identifier, so no dossier code can be given. Tell the system's administrator.
dossier-no-hours = The hours { $schedule } are not declared. Tell the system's administrator.
dossier-no-due-year = The calendar does not have { $year }. Ask the administrator to declare it, then take the dossier in.
dossier-no-due = The limit cannot be counted to a date. Agree on a date.
dossier-not-now = The dossier is “{ $phase }”, so this is not possible. Open it again to see what is.
dossier-asked-before = A supplement was asked for at this stage before. Say why again.
dossier-nothing-named = Name at least one thing that is not right, with its reason.
dossier-hand-over-open = The dossier was handed to { $office }, which has not acknowledged it. Wait, or ask them.
dossier-no-hand-over = No hand-over to { $office } waits to be acknowledged.
dossier-sets-differ = { $given } sets were given, { $counted } counted. Settle it before taking over.
dossier-no-step = There is no such step. Choose the office, or propose the result.
dossier-clock-stands = The dossier's clock stands. Let it run again first.
dossier-held-elsewhere = The dossier lies with { $office }.
dossier-taken-already = Somebody works on it already.
dossier-asked-already = { $office } was asked and has not answered yet.
dossier-answers-itself = Office { $office } is in the register and answers for itself; nobody enters its opinion.
dossier-not-asked = No opinion is awaited under number { $id }.
dossier-opinions-open = Opinions still awaited: { $count }. It can be proposed once they are there.
dossier-promised-anew = A new date was promised already, and the rules allow it once (Decree 61/2018/NĐ-CP, Article 19).
dossier-not-later = The new date must come after the promised one, and not lie in the past.
dossier-change-open = A change of the due date waits for approval already.
dossier-no-change = No change of the due date waits for approval.
dossier-same-person = Somebody else must do this: whoever took in or proposed does not sign; whoever asked does not approve.
dossier-owed = { $amount } đồng are still to be paid. Take them first.
dossier-overpaid = Only { $amount } đồng are to be paid.
dossier-no-receipt = There is no such receipt, or it is void already.
dossier-not-same-day = Only what is decided on the same day is received and returned at once.
dossier-revoked = The result was revoked.
dossier-known-otherwise = The code is known here, as dossier { $code }, with other facts. Compare both; if it is another dossier, mend the code.
dossier-nothing-to-mark = Its lateness is known already.

# What is not right, place by place.

dossier-flaw-missing = It is needed.
dossier-flaw-unknown = This procedure does not have it.
dossier-flaw-twice = It stands twice.
dossier-flaw-too-long = At most { $most }.
dossier-flaw-out-of-range = From { $least } to { $most }.
dossier-flaw-malformed-name = A name has no digits and no odd signs.
dossier-flaw-malformed-citizen-id = A personal number has exactly 12 digits.
dossier-flaw-malformed-cmnd = An old identity card has exactly 9 digits.
dossier-flaw-malformed-passport = A passport has one letter and 7 or 8 digits.
dossier-flaw-malformed-tax-code = A tax code has 10 digits with a right check digit; a branch adds -NNN.
dossier-flaw-malformed-phone = A mobile has 10 digits, a landline 11.
dossier-flaw-malformed-email = An address looks like name@place.example.
dossier-flaw-malformed = It does not look right.
dossier-flaw-bad-date = The date cannot be.
