# The counter
counter-intake = Take in a dossier
counter-back = Back to the counter
counter-dossier = Dossier
counter-ticket = Number
counter-waited = { $n ->
    [one] waited one minute.
   *[other] waited { $n } minutes.
}
counter-behind = { $n ->
    [one] One person waits behind.
   *[other] { $n } people wait behind.
}
counter-next = Call the next person
counter-saved = Saved
counter-check = Check
counter-line-down = Not saved yet: the server does not answer. What was typed is still here. Press F9 to send it again; the dossier is not entered twice.
counter-leave = Drop what was filled in and begin anew?
counter-scan = Scan the citizen card, or type the personal number
counter-scan-hint = No card: type into the boxes below.
counter-scan-card = Every part of the card was read
counter-scan-compare = Compare the photo with whoever stands here.
counter-scan-number = A valid personal number
counter-scan-type = It says no more: type name and date of birth.
counter-scan-doubt = To be compared
counter-scan-doubt-help = Look at the card once more; the dossier can still be taken in.
counter-doubt-place = The first three digits { $code } are no province's code.
counter-doubt-gender = The fourth digit says another gender.
counter-doubt-year = The number says born in { $year }.
counter-unread-keyboard = A Vietnamese keyboard changed what was scanned
counter-unread-keyboard-help = Turn it off (E), then scan again.
counter-unread-characters = The scanner reads letters wrongly
counter-unread-characters-help = Set it to UTF-8, or type what the card says.
counter-unread-cut = { $n ->
    [one] Only one part of the card was read
   *[other] Only { $n } parts of the card were read
}
counter-unread-cut-help = Hold the card still and scan again.
counter-unread-part = Not readable: { $part }
counter-unread-part-help = Scan again, or type what the card says.
counter-unread-digits = A personal number has 12 digits; { $n } came
counter-unread-digits-help = Type all of them, or scan the card.
counter-unread-other = This is not the code of a citizen card
counter-unread-other-help = Scan the QR code of the card, or type the personal number.
counter-card-of = Card of
counter-card-applicant = The applicant
counter-card-submitter = Whoever submits
counter-applicant = Applicant
counter-submitter = Submitter
counter-submitter-who = Who submits for the applicant
counter-relation = Submits as
counter-relation-self = The applicant in person
counter-relation-guardian = Parent or guardian
counter-relation-family = Family member
counter-relation-authorised = Authorised person
counter-relation-organisation = Representative of the organisation
counter-authorisation = Authorisation (number, date, certified where)
counter-kind = Kind
counter-kind-person = Person
counter-kind-organisation = Organisation
counter-name = Full name, or the organisation’s
counter-birth = Date of birth
counter-gender = Gender
counter-gender-unsaid = Not said
counter-gender-female = Female
counter-gender-male = Male
counter-identity = Paper
counter-identity-citizen = Citizen card
counter-identity-cmnd = Old card, 9 digits
counter-identity-passport = Passport (foreigner)
counter-identity-tax = Tax code
counter-identity-none = None yet (child)
counter-number = Its number
counter-issued = Date of issue
counter-phone = Telephone
counter-address = Address
counter-email = E-mail
counter-fingerprint = Fingerprint (cannot sign)
counter-known-same = A dossier about this very matter is open
counter-known-open = { $n ->
    [one] This person has an open dossier
   *[other] This person has { $n } open dossiers
}
counter-known-alike = Perhaps somebody who has a dossier
counter-known-since = Received on { $date }
counter-known-give = Give the result now
counter-known-elsewhere = A dossier is open at another office since { $date }.
counter-known-like = { $name }, born in { $year }, number ending in { $end }.
counter-known-none = This person has no open dossier.
counter-procedure = Procedure
counter-query = Code, short name or a few letters
counter-query-other = Choose another procedure
counter-query-hint = For example: ks, khai sinh, 1.001193
counter-found-none = This desk takes no such procedure. Try other letters.
counter-found = { $n ->
    [one] One procedure found: Enter takes it.
   *[other] { $n } procedures found: arrows choose, Enter takes one.
}
counter-case = Case
counter-papers = Papers
counter-papers-brought = { $brought }/{ $required } mandatory
counter-required = (mandatory)
counter-form = Form
counter-form-original = Original
counter-form-certified-copy = Certified copy
counter-form-photocopy = Photocopy
counter-form-electronic = Electronic
counter-quantity = Copies
counter-presented = Compared, handed back
counter-answers = What is asked for
counter-due = Result due
counter-due-later = Choose a procedure to see the promised day.
counter-due-why = Why this day?
counter-due-provisional = That year’s calendar is provisional
counter-handler = Handled by: { $who }
counter-fees = Fees and charges
counter-fees-none = Nothing to pay.
counter-total = Total
counter-exemption = Exemption: { $fee }
counter-pay-when = Paid
counter-pay-now = Now
counter-pay-return = With the result
counter-pay-method = Paid by
counter-pay-cash = Cash
counter-pay-transfer = Bank transfer
counter-receipt-form = Receipt form
counter-receipt-series = Series
counter-receipt-number = Receipt number
counter-manner = In and out
counter-channel = Comes by
counter-channel-counter = The counter
counter-channel-post = Public post
counter-channel-online = The network
counter-sets = Sets
counter-assisted = Filled in by an officer
counter-return-by = Result goes to
counter-return-counter = This counter
counter-return-post = By post
counter-return-online = On the network
counter-return-address = Post goes to (empty: the applicant’s address)
counter-save = Save, print the slip
counter-supplement = Supplement
counter-refuse = Refuse
counter-keys = Keys
counter-key-scan = card
counter-key-find = procedure
counter-key-papers = papers; again for another form
counter-key-enter = next box
counter-key-save = save and print
counter-key-escape = begin anew
# The slip (form 01)
slip-name = Slip { $code }
slip-saved = Received
slip-print = Print
slip-preview = As it is printed on A5. This copy goes to the submitter; the other travels with the form of control.
slip-vietnamese = The form itself is Vietnamese by law.
slip-dossier = Open this dossier
slip-number = No.: { $number }
slip-nation = SOCIALIST REPUBLIC OF VIET NAM
slip-motto = Independence - Freedom - Happiness
slip-day = day { $day } month { $month } year { $year }
slip-instant = { $hour }:{ $minute }, { $day }
slip-code = Dossier code:
slip-copy = (Copy 2: for the submitter)
slip-again = (Copy 2: for the submitter, printed again)
slip-applicant = Dossier of:
slip-submitter = Submitted by: { $name } ({ $relation })
slip-address = Address:
slip-phone = Telephone:
slip-no-phone = none
slip-procedure = What is asked for:
slip-qr = QR code of the page where this dossier is tracked
slip-secret = Tracking code
slip-papers = 1. Papers handed in:
slip-row = No.
slip-paper = Paper
slip-remark = Remark
slip-pieces = { $n ->
    [one] one copy
   *[other] { $n } copies
}
slip-presented = compared, handed back
slip-sets = 2. Sets of papers: { $n }
slip-span = 3. Time to handle it: { $span }
slip-received = 4. Received: { $at }
slip-due = 5. Result due: { $at }
slip-return = 6. Result is given at: { $place }
slip-fees = 7. Fees and charges:
slip-fees-none = 7. Fees and charges: none
slip-register = Register of dossiers, book { $book }, number { $number }
slip-who = SUBMITTER
slip-clerk = RECEIVED BY
slip-sign = (Signature and full name)
slip-finger = (Fingerprint)
slip-track = Scan to see where the dossier is; the tracking code is typed, and not given to strangers.
# Giving results out
returning-name = Give out a result
returning-done = Given out
returning-scan = Scan the slip or a citizen card
returning-find = Find
returning-hint = Scan the code of the slip. No slip: scan the applicant’s card.
returning-result = Result
returning-ready = There since
returning-copy = Electronic copy
returning-not-now = Cannot be given out yet
returning-others = More results wait for this person
returning-who = Receiver
returning-card = Scan the card of whoever came
returning-compare = Compare the card
returning-match-unknown = No card scanned: compare by eye
returning-match-applicant = It is the applicant
returning-match-submitter = It is the submitter on the slip
returning-match-other = Neither the applicant nor the submitter
returning-other = Somebody else receives it
returning-relation = Receives as
returning-receiver = Name of the receiver
returning-owed = Still to be paid
returning-paid = Nothing is left to pay
returning-give = Give out, receiver has signed
returning-give-paid = Take the money, give out, signed
returning-key-code = slip
returning-key-give = give out and record
# Supplements and refusals
shortfall-supplement = Ask for a supplement
shortfall-refusal = Refuse to receive
shortfall-supplement-lead = Say once, and in full, what is to be added. The sheet is printed for the submitter.
shortfall-refusal-lead = Name the ground and the competent office. The sheet is printed for the submitter.
shortfall-back = Back to the dossier
shortfall-why = Why it is refused
shortfall-ground = Ground
shortfall-office = Competent office
shortfall-reason = What is missing or wrong
shortfall-note = Exactly (which point, which page)
shortfall-fine = Fine
shortfall-missing = Not there
shortfall-unsigned = No signature or seal
shortfall-uncertified = Not certified
shortfall-expired = No longer valid
shortfall-illegible = Not legible
shortfall-contradicting = Contradicts another paper
shortfall-advice = Guidance
shortfall-advice-hint = What to do next, whom to ask, which number
shortfall-until = To be added before
shortfall-again = { $n ->
    [one] A supplement was asked for once before
   *[other] A supplement was asked for { $n } times before
}
shortfall-again-help = Another request needs a legal ground and an approver.
shortfall-save = Print the request
shortfall-refuse = Print the refusal
shortfall-counted = Every sheet is entered in the register and counted in reports.
# Paper on its way
handover-name = Hand over paper dossiers
handover-one = List { $number }
handover-waiting = Lists that wait
handover-mine = waits for this desk
handover-theirs = waits for the other side
handover-dossiers = { $n ->
    [one] one dossier
   *[other] { $n } dossiers
}
handover-scan-give = Scan each dossier that goes out
handover-scan-take = Scan each dossier that came
handover-add = Put on the list
handover-none = No dossier is on the list yet
handover-none-help = Scan the code of the slip inside each dossier; every scan adds a line.
handover-originals = Originals
handover-sets-unit = sets
handover-originals-unit = originals
handover-arrived = Counted
handover-arrived-one = Counted { $code }
handover-counted = { $arrived }/{ $all } counted
handover-drop = Take off the list
handover-sides = Both sides sign
handover-gave = Given by
handover-took = Taken by
handover-not-signed = not signed
handover-receiver = Goes to
handover-remark = Different from the list (if so)
handover-give = Sign and give
handover-take = Sign and take
# Where the paper lies
lookup-name = Find a dossier
lookup-scan = Scan the slip or the citizen card; or type a code, a name, a telephone number
lookup-hint = Finds what this desk took in, wherever it lies now: take a payment, take in what was missing, note a withdrawal, print the slip again.
lookup-state = State
lookup-holder = Lies with
lookup-slip = Print the slip again
lookup-nothing-to-do = This desk has nothing to do with this dossier now.
lookup-more = There are more. Type more to narrow it down.
lookup-unknown = Nothing of this desk was found. Scan the slip or the card again, or type a name.
whereabouts-name = Where the paper lies
whereabouts-scan = Scan or type a dossier code
whereabouts-hint = Scan a code to see who holds the paper.
whereabouts-lies = It lies at
whereabouts-way = It is on its way to
whereabouts-count = { $sets } sets, { $originals } originals among them
whereabouts-hands = Hands it went through
whereabouts-untaken = The taker has not signed
whereabouts-remark = The taker noted: { $remark }
# The day's end
day-name = Close { $date }
day-name-plain = Close the day
day-closed = Closed and handed in
day-closed-by = { $who } took money and receipts at { $at }.
day-received = Received
day-returned = Results given out
day-supplements = Supplements asked for
day-refused = Refused
day-receipts = { $n ->
    [one] one receipt
   *[other] { $n } receipts
}
day-voided = { $n ->
    [one] one void
   *[other] { $n } void
}
day-gap = Numbers missing
day-no-gap = Receipt numbers follow each other, none is missing
day-no-receipts = No receipt was written today.
day-amount = Amount
day-void = void
day-warned = Not to be left for tomorrow
day-money = Money of the day
day-expected = Cash that should be in the drawer
day-counted = Counted (đồng)
day-difference = Why it differs (if so)
day-hand-in = Close the day, hand in
# Online dossiers that wait
online-name = Online dossiers to take in
online-count = { $n ->
    [one] one dossier waits
   *[other] { $n } dossiers wait
}
online-none = No dossier waits to be taken in
online-none-help = Dossiers sent on the network stand here as soon as they come.
online-sent = Sent
online-answer = To be answered
online-files = Files
online-file-count = { $n ->
    [one] one file
   *[other] { $n } files
}
online-missing = { $n ->
    [one] one mandatory paper missing
   *[other] { $n } mandatory papers missing
}
online-supplemented = supplemented
# The counter: what the server answers
counter-agreed = Day agreed with the applicant
counter-signer = Who signed the result
counter-no-signer = Choose who signed
counter-at-once = Hand the result out now, signed for
counter-fee-count = How many: { $fee }
counter-fee-sum = Sum in đồng: { $fee }
counter-due-when = { $weekday }, before { $time }
counter-due-span = { $promised } (the law allows { $legal })
counter-due-agreed = as agreed, on { $day }
counter-revision = published revision { $n }
counter-no-exemption = No exemption
counter-ground-poor = Poor household
counter-ground-near-poor = Near-poor household
counter-ground-merit = Person of merit
counter-ground-child = Child
counter-ground-elderly = Elderly person
counter-ground-disabled = Person with a disability
counter-ground-minority = Ethnic minority in a commune in special difficulty
counter-wrong = { $label }: { $what }
counter-no-day = Write day/month/year, such as 14/03/1993.
counter-no-number = Write it in digits.
counter-no-payment-right = This account takes no money. Choose to collect it with the result, or ask the cashier of the desk.
counter-receipt-next = The next number of this book is { $number }. Look at the receipt in your hand.
counter-choose-procedure = Choose the procedure.
counter-not-here = This desk does not take this procedure in. Choose another.
counter-choose-case = Choose the case.
counter-choose-relation = Choose how the submitter stands to the applicant.
counter-choose-signer = Choose who signed the result.
counter-same-open = The same person has an open dossier of the same kind (see the box on the left). To take this one in as well, save again.
counter-paper-missing = Missing, though it is mandatory.
counter-no-channel = This procedure is not taken in through the chosen channel.
slip-same = Same person, another one
slip-result = Kết quả đã trả; số trong sổ: { $number }
slip-fee-paid = đã nộp, biên lai { $number }
slip-fee-open = nộp khi nhận kết quả
returning-unknown = This desk has no such dossier. Scan the slip again, or the applicant’s card.
returning-result-of = No. { $number }, of { $day }
returning-not-ready = The dossier is: { $state }; due { $day }.
returning-state = The dossier is: { $state }.
returning-duty = A financial duty of { $sum } is still to be met.
returning-fill-receiver = Write who receives it instead.
returning-fill-authorisation = Write the authorisation.
shortfall-choose-ground = Choose the ground
shortfall-authority = Another agency is competent
shortfall-condition = A requirement of law is not met
shortfall-duplicate = The same request is open or decided
shortfall-other = Another ground (write it as advice)
shortfall-no-office = None
shortfall-say-other = Write the ground of the refusal.
shortfall-choose-why = Choose a ground, or name the papers that are not right.
shortfall-name-paper = Name at least one paper that is to be added.
shortfall-competent = Competent office: { $office }.
shortfall-later = To be brought before: choose a day after today.
handover-choose = Choose the receiver
handover-empty = There is no dossier on the list: scan them first.
handover-no-code = Not the code of a dossier. Scan the slip again.
handover-unknown = { $code } does not lie with this office.
handover-on-its-way = { $code } was given to { $office }, which has not signed for it yet.
handover-not-yours = Somebody else in this office holds { $code }: they hand it over.
handover-nowhere = { $code } is: { $state }; there is no step to give it to.
handover-added = { $code } is on the list
handover-dropped = { $code } is off the list
handover-counted-one = { $code } is counted
handover-not-listed = { $code } is not on this list.
handover-say-missing = { $n ->
    [one] One dossier is not counted: write what differs, and sign again.
   *[other] { $n } dossiers are not counted: write what differs, and sign again.
}
whereabouts-unknown = No dossier of this code went through this office.
day-not-forwarded = { $n ->
    [one] One dossier received before 15:00 is not handed on
   *[other] { $n } dossiers received before 15:00 are not handed on
}
day-late = { $n ->
    [one] One dossier is past its due date
   *[other] { $n } dossiers are past their due date
}
day-count-it = Count the cash in the drawer and write it in digits.
day-why-less = Write why { $sum } are missing.
day-why-more = Write why there are { $sum } too many.
online-until = before { $at }
online-late = overdue since { $at }
