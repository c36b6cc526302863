# English. The keys are those of vi.ftl; the build fails when one is missing.

brand = Một Cửa
skip = Skip to main content
language-vi = Tiếng Việt
language-en = English
language-label = Language
nav-label = Main
breadcrumbs-label = Breadcrumbs
nav-home = Home
nav-offices = Offices
nav-ledger = Ledger
sample-label = About the data
sample-name = Sample data
sample-note = The offices are real; codes, people and figures are samples.
sample-why = Why?
title = { $page } | { $brand }, { $province }
error-title = Error: { $page }

footer-about = About this site
footer-api = Programming interface
footer-sample = About the sample data
footer-ledger = Public event ledger
footer-proof = Evidence
footer-entries = The ledger has { $size } entries, signed { $age } ago
footer-cosigned = Cosigned by a witness { $age } ago
footer-uncosigned = Not cosigned by a witness yet
footer-software = Open-source software Một Cửa, version { $version }
footer-time = Data as of { $time }
footer-official = Sample data, not official figures
footer-law = Legal time is Vietnam time
age-seconds = { $n ->
    [one] 1 second
   *[other] { $n } seconds
}
age-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
age-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
age-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}

home-title = Home
home-question = Which office are you looking for?
home-label = Type its name, with or without Vietnamese marks
home-try = Try:
home-ledger = Public ledger
home-ledger-text = Every fact enters through one door and into a ledger that anyone can check: nobody can backdate a record unseen.
home-ledger-link = See the ledger
home-levels = Register of offices
home-all = All { $n } offices
home-count = { $n ->
    [one] 1 office
   *[other] { $n } offices
}
home-how = Why you can trust it
home-how-1 = One door: every fact comes in by a single write path.
home-how-2 = One ledger: what was recorded cannot be changed or removed without a trace.
home-how-3 = Every figure opens: it is counted from the facts in the ledger.

search-button = Search
office-list = Offices
office-find = Find an office
office-found = { $n ->
    [one] 1 office matches “{ $query }”.
   *[other] { $n } offices match “{ $query }”.
}
office-found-more = More than { $n } offices match “{ $query }”.
office-none = No office matches “{ $query }”.
office-none-help = Try fewer words, no marks, or a code such as SNV or H16.
office-all-levels = All levels
office-levels = By level
office-of = Under { $parent }
office-more = Show more
office-code = Code in the register
office-level = Level
office-parent = Office above
office-valid = In force
office-since = Since { $from }
office-from-to = From { $from } to { $to }
office-identifiers = Identifier codes
office-identifiers-old = By QCVN 102:2016/BTTTT
office-identifiers-new = By Decision 20/2020/QĐ-TTg
office-identifier-from = from { $from }
office-unit = Code of the administrative unit
office-address = Address
office-phone = Telephone
office-hours = Working hours
office-hours-caption = Working hours by season
office-hours-season = From
office-hours-days = Days
office-hours-times = Hours
office-no-hours = No working hours are recorded.
office-children = Units and desks under it
office-history = Names and places over time
office-now = today
office-successors = Taken over by
office-predecessors = Successor of
office-source = Source
office-sample = Partly sample data
office-proof = Ledger proof
office-proof-text = Download the proof that this entry stands in the ledger; it can be checked offline.
office-proof-link = Download the proof
office-closed = Ended
office-upcoming = Not in force yet
day-1 = Monday
day-2 = Tuesday
day-3 = Wednesday
day-4 = Thursday
day-5 = Friday
day-6 = Saturday
day-7 = Sunday
days-range = { $from } to { $to }

ledger-title = Event ledger
ledger-lead = Every recorded event in the order of legal time. An entry shows only three seals: neither content nor people.
ledger-entries = Entries
ledger-signed = Checkpoint signed
ledger-ago = { $age } ago
ledger-unsigned = not signed yet
ledger-witness = Witness
ledger-no-witness = none yet
ledger-origin = Name of the log
ledger-root = Root of the tree
ledger-checkpoint = Signed checkpoint
ledger-checkpoint-text = Keep this checkpoint: from now on the ledger must be able to prove that it only grew and changed nothing before it.
ledger-witnesses = Witnesses
ledger-witness-size = Signed up to entry
ledger-verify = Check it yourself
ledger-verify-1 = Download the ledger's verifier key and a proof file.
ledger-verify-2 = Run this on your own machine, offline:
ledger-verify-3 = To check the whole ledger, use any program that reads tlog-tiles.
ledger-limits = What the ledger does not prove
ledger-limits-text = The ledger shows what was recorded and when. It does not say whether the person who recorded it told the truth. Only a witness elsewhere rules out that the ledger shows each reader a different copy.
ledger-link-checkpoint = Checkpoint
ledger-link-key = Verifier key

sample-title = Sample data
sample-lead = This site is a demonstration of the software Một Cửa.
sample-text-1 = The offices follow the province's organisation of 2017–2020.
sample-text-2 = Identifier codes, working hours and whatever is marked “partly sample data” are samples: the official documents were not found.
sample-text-3 = Legal time of the demonstration begins at 08:00 on 16 December 2019. There are no real people in it, and no message leaves it.

api-title = Programming interface
api-lead = Every public page has its data in machine-readable form.
api-caption = Public paths
api-path = Path
api-what = Content
api-offices = Offices, by name and level
api-office = One office with its identifier codes and history
api-checkpoint = The ledger's signed checkpoint
api-key = Its verifier key
api-tiles = Tiles of the tree and of the entries
api-openapi = The full OpenAPI 3.1 description

error-400 = The request is not in order
error-400-text = The address or a value could not be read. Look at it again and retry.
error-404 = There is no door here
error-404-text = The page does not exist or has moved. Your dossiers are not affected.
error-405 = This page does not take that
error-405-text = The page is for reading only. Go back to the one before.
error-429 = A little too fast
error-429-text = Wait a minute and try again. Nothing is lost.
error-500 = Something went wrong
error-500-text = What you sent was not recorded. Sending it again makes only one.
error-503 = Too busy right now
error-503-text = Wait a few seconds and try again. What you sent was not recorded.
error-reference = Reference for the operator: { $reference }
error-home = To the home page

# Time, money, channels
span-working-day = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
span-calendar-day = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
span-working-hour = { $n ->
    [one] { $n } working hour
   *[other] { $n } working hours
}
span-month = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
span-same-day = The same day
span-other = { $n } days, see the note
span-none = See the note
unit-working-day = working days
unit-calendar-day = days
unit-working-hour = working hours
unit-month = months
unit-same-day = the same day
unit-other = no clear unit
channel-counter = At the desk
channel-online = Online
channel-post = By post
fee-free = Free of charge
fee-words = As laid down
fee-unknown = No data yet
fee-kind-charge = Charge
fee-kind-fee = Fee
fee-kind-price = Price
vnd = { $sum } VND
level-2011 = Level { $level }
level-2022-information = Information only
level-2022-partial = Partly online
level-2022-full = Fully online
level-none = None yet
party-every = Every { $kind }, { $level }
party-every-level = Every office of the { $level }
level-ministry = ministry
level-vertical = central branch
level-other = other agency
kind-submit = to hand in
kind-present = to show
kind-eform = to fill in online
kind-note = note

# Changes between two revisions
change-name = Renamed from “{ $old }” to “{ $new }”.
change-added-component = New paper: { $name }.
change-removed-component = Paper no longer needed: { $name }.
change-added-case = New case: { $name }.
change-removed-case = Case removed: { $name }.
change-added-fee = New payment: { $name }.
change-removed-fee = Payment removed: { $name }.
change-added-result = New result: { $name }.
change-removed-result = Result removed: { $name }.
change-added-legal-basis = Legal basis added: { $name }.
change-removed-legal-basis = Legal basis removed: { $name }.
change-added-step = New step: { $name }.
change-removed-step = Step removed: { $name }.
change-added-question = The form now asks: { $name }.
change-removed-question = The form no longer asks: { $name }.
change-added-subject = Now also for: { $name }.
change-removed-subject = No longer for: { $name }.
change-legal-down = The law cut the time from { $old } to { $new }{ $case }.
change-legal-up = The law raised the time from { $old } to { $new }{ $case }.
change-legal = The time by law changed from { $old } to { $new }{ $case }.
change-committed-down = The promise went down from { $old } to { $new }{ $case }.
change-committed-up = The promise went up from { $old } to { $new }{ $case }.
change-committed = The promise changed from { $old } to { $new }{ $case }.
change-committed-gone = There is no promise any more; it was { $old }{ $case }.
change-committed-new = { $new } are promised now{ $case }.
change-case = , in the case “{ $name }”
change-paper-quantity = { $name }: { $new } now, before { $old }.
change-paper-kind = { $name }: { $new } now, before { $old }.
change-paper-mandatory = { $name }: mandatory now.
change-paper-optional = { $name }: no longer mandatory.
change-paper-name = The paper “{ $old }” is called “{ $name }” now.
change-paper-condition = { $name }: needed now when { $new }.
change-paper-always = { $name }: needed in every case now.
change-paper-replaceable = { $name }: not needed now where there is { $data }.
change-paper-not-replaceable = { $name }: no data replaces it any more.
change-fee = { $name }: from { $old } to { $new }.
change-question = The question “{ $old }” is “{ $new }” now.
change-step = Step “{ $name }”: from { $old } to { $new }.
change-channels-added = New ways to apply: { $names }.
change-channels-removed = No longer possible: { $names }.
change-online = Online service: from { $old } to { $new }.
change-levels = Level of government: from { $old } to { $new }.
change-summary = The introduction was rewritten.
change-requirements = The requirements were rewritten.
change-instructions = The instructions were rewritten.
quantity = { $originals } original, { $copies } copy
quantity-originals = { $originals } original
quantity-copies = { $copies } copy
quantity-none = no paper needed

# What is found in descriptions, and what to do
lint-markup = The text holds markup or a script.
lint-markup-do = Copy it as plain text, without tags.
lint-too-long = The text has more than { $a } characters.
lint-too-long-do = Shorten it, or put it into a file beside.
lint-control-character = The text holds a control character.
lint-control-character-do = Type that part again.
lint-too-many = There are more than { $a } rows.
lint-too-many-do = Join rows that are alike.
lint-bad-hour = The cut-off hour must be from 0 to 23.
lint-bad-hour-do = Correct the hour.
lint-bad-level = The level of service must be from 1 to 4.
lint-bad-level-do = Choose level 1, 2, 3 or 4.
lint-no-name = A name or question is missing.
lint-no-name-do = Write it.
lint-bad-id = The id “{ $a }” cannot be used.
lint-bad-id-do = Use plain small letters, digits and dashes.
lint-twice = The id “{ $a }” stands twice.
lint-twice-do = Change one of them.
lint-unknown-case = There is no case “{ $a }”.
lint-unknown-case-do = Add the case, or correct the id.
lint-unknown-component = There is no component “{ $a }”.
lint-unknown-component-do = Add the component, or correct the id.
lint-condition = The condition cannot be used: { $a }
lint-condition-do = Correct the condition.
lint-unknown-question = The condition asks about “{ $a }”, which the form does not ask.
lint-unknown-question-do = Add the question, or correct the condition.
lint-later-question = The condition asks about “{ $a }”, which comes later.
lint-later-question-do = Move that question up.
lint-circle = Conditions wait for each other: { $a }.
lint-circle-do = Take one condition of the circle away.
lint-nothing-to-answer = There is nothing to answer.
lint-nothing-to-answer-do = Add choices or questions.
lint-setting = This kind of question does not take “{ $a }”.
lint-setting-do = Take the setting away.
lint-bounds = The bounds are the wrong way round: { $a }.
lint-bounds-do = Change the lower or the upper bound.
lint-nested = A group stands inside a group.
lint-nested-do = Make two groups of it.
lint-unfinished = Its own sample does not finish the form: { $a }
lint-unfinished-do = Make form and sample fit each other.
lint-part-missing = The mandatory part “{ $a }” is missing.
lint-part-missing-do = Add it before publication.
lint-committed-over-legal = { $a } are promised, more than the { $b } of the law.
lint-committed-over-legal-do = A promise is at most what the law allows.
lint-units-disagree = The same time in two units: { $a } and { $b }.
lint-units-disagree-do = Use one unit, or name the legal source of each.
lint-basis-later = { $a } took effect after this revision.
lint-basis-later-do = Take it out, or let the revision begin later.
lint-basis-expired = { $a } had ended before this revision.
lint-basis-expired-do = Cite the text that is in force.
lint-steps-do-not-add-up = The steps add up to { $a }, the limit is { $b }.
lint-steps-do-not-add-up-do = Share the time out anew.
lint-limits-disagree = The same time in two amounts: { $a } and { $b }.
lint-limits-disagree-do = Say which amount is of which case.
lint-limit-in-words = The time is told in words only and cannot be counted.
lint-limit-in-words-do = Write amount and unit from the legal source.
lint-fee-zero = The sum is 0, but nothing says that it is waived.
lint-fee-zero-do = Write the sum with its source, or say why it is waived.
lint-fee-differs = The sum { $a } differs from the { $b } in the words.
lint-fee-differs-do = Make sum and words equal.
lint-note-as-paper = 0 originals and 0 copies, probably a note: { $a }
lint-note-as-paper-do = Make it a note, or write how many.
lint-nothing-mandatory = No paper is marked as mandatory.
lint-nothing-mandatory-do = Mark what each case must have.
lint-same-paper = Is “{ $a }” the “{ $b }” (id { $c }) of the revision before?
lint-same-paper-do = If so, use its id again.
lint-national-differs = It differs from the national record in { $a }: here “{ $b }”, there “{ $c }”.
lint-national-differs-do = Follow the national record, or have the ministry correct it.
lint-levels-disagree = Level { $a } of 2011 does not go with the level of 2022.
lint-levels-disagree-do = Look at both levels again.
lint-odd-code = The code “{ $a }” has not the national shape.
lint-odd-code-do = Compare it with the national database.
lint-unmapped = { $a } parts of the record have no place in the description.
lint-unmapped-do = Look at them in the record.
lint-no-english = There is no English name.
lint-no-english-do = Translate the name.
lint-sample = The part “{ $a }” is a sample.
lint-sample-do = Put the real one in its place before use.
