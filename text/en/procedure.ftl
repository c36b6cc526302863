# Procedures
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
party-every = { $kind }, { $level }
party-every-level = Offices of the { $level }
level-ministry = ministry
level-vertical = central branch
level-other = other agency
kind-submit = to hand in
kind-present = to show
kind-eform = to fill in online
kind-note = note
procedure-list = Procedures
procedure-results = Results for “{ $query }”
procedure-find = Find a procedure
procedure-label = Type its Vietnamese name, with or without marks, or an English word
procedure-of-office = Procedures of { $office }
procedure-found = { $total } procedures match “{ $query }”.
procedure-found-partly = No procedure matches all of “{ $query }”; these come closest.
procedure-read-as = Read as “{ $words }”.
procedure-none = No procedure matches “{ $query }”.
procedure-none-help = Try fewer letters, leave the marks out, or type everyday words like “sổ đỏ” or “sao y”.
procedure-national-begins = In the national list, but not published by this province
procedure-more = Show more
procedure-fields = Field
procedure-all-fields = All fields
procedure-channels = How to apply
procedure-any-channel = Any way
procedure-online = Online service
procedure-start-label = Apply
procedure-try = Try the form
procedure-try-note = { $n } questions with sample answers. Nothing is sent anywhere.
procedure-take = Take it with you
procedure-print = One page to print, with a QR code
procedure-print-how = To print one A4 page press Ctrl + P, or use the print command of your browser.
procedure-qr = QR code leading to { $address }
procedure-vietnamese = In Vietnamese:
procedure-back = Back to the procedure
procedure-code = Procedure code
procedure-not-in-force = This version is not in force today
procedure-coming = This procedure changes on { $day }
procedure-coming-link = Read the old and the new words
procedure-papers = What to bring
procedure-papers-case = What to bring in your case
procedure-no-papers = There is nothing to bring.
procedure-paper-optional = Not mandatory.
procedure-paper-when = Only when { $when }.
procedure-paper-data = Not needed where it can be read from { $data }.
procedure-paper-template = Use { $name }.
procedure-sets = { $n ->
    [one] Hand in { $n } set of papers.
   *[other] Hand in { $n } sets of papers.
}
procedure-notes = Notes on the papers
procedure-how-long = How long does it take?
procedure-by-law = The law allows
procedure-promised = The province promises
procedure-law-gives = The law allows { $time }
procedure-cutoff = A dossier taken in after { $hour }:00 is returned on the next working day.
procedure-how-much = What does it cost?
procedure-instructions = Steps
procedure-where = Where to apply?
procedure-for-whom = Who is it for?
procedure-requirements = Requirements
procedure-results-heading = What you get
procedure-law-and-history = Legal basis and history
procedure-law = { $n ->
    [one] { $n } legal text
   *[other] { $n } legal texts
}
procedure-steps = { $n ->
    [one] The process inside, { $n } step
   *[other] The process inside, { $n } steps
}
procedure-consults = { $who } is asked
procedure-history = { $n ->
    [one] { $n } published version
   *[other] { $n } published versions
}
procedure-sample = Sample parts, not official figures:
procedure-source = Source:
procedure-compare = What changes in “{ $name }”
procedure-compare-from = Compared with
procedure-compare-to = – Read all of
procedure-side = version { $number } (from { $day })
procedure-side-draft = draft { $number }
procedure-same = Both versions are the same.
procedure-places = { $n ->
    [one] and { $n } other place
   *[other] and { $n } other places
}
part-summary = Introduction
part-requirements = Requirements
part-instructions = Instructions
part-limits = time limits
part-fees = payments
part-steps = process
part-legal-basis = legal basis
part-decision = decision
part-components = papers
part-form = form
part-online = online level
part-name = name
part-code = code
part-field = field
part-levels = level of government
part-subjects = who it is for
part-executing = who carries it out
part-channels = ways to apply
part-results = results
fact-time = Result after
fact-cost = Cost
fact-place = Where
fact-way = How to apply
fee-none = Nothing is charged
fee-name = Payment
fee-amount = Amount
fee-condition = Who pays, and when
fee-rows = { $n ->
    [one] { $n } rate, depends on the case
   *[other] { $n } rates, depends on the case
}
basis-from = in force since { $day }
basis-to = ended after { $day }
field-list = Fields
field-all = All fields
field-ours = Fields with procedures published by this province
field-others = Other fields, from the national list
field-count = { $n ->
    [one] { $n } procedure
   *[other] { $n } procedures
}
national-not-here = This province does not publish this procedure
national-where = It is published by { $agency }. Ask there, or see the national public service portal, how to apply.
national-departments = Carried out by
national-internal = An internal procedure between agencies of the state.
procedure-if-before = if handed in before { $hour }:00
procedure-other-ways = or { $names }
procedure-paper-present = Show { $quantity }; it is handed back
procedure-paper-eform = Filled in online; no paper needed
procedure-paper-by = you apply { $names }
procedure-saved = The province promises { $span } less than the law, { $percent }% shorter.
procedure-coming-more = { $n ->
    [one] See { $n } more change
   *[other] See { $n } more changes
}
procedure-what-changes = What changes?
procedure-begins = In force from { $day }
procedure-began = In force since { $day }
procedure-rewritten = Old and new words
fee-from = From { $sum }
fee-free-or-from = Free of charge, or from { $sum }
fee-depends = Depends on the case
fee-rows-together = { $n ->
    [one] { $n } payment
   *[other] { $n } payments together
}
fee-everybody = Everybody
revision-past = Replaced
revision-now = In force
revision-coming = To come
revision-decision = Decision
national-others = Procedures of the same field
level-2022-information-note = Information only; apply and collect at the desk.
level-2022-partial-note = You can apply online; one step needs you in person.
level-2022-full-note = You apply, pay and receive the result online.
level-2011-1-note = Information only; apply and collect at the desk.
level-2011-2-note = You download the form; apply and collect at the desk.
level-2011-3-note = You apply online; pay and collect at the desk.
level-2011-4-note = You apply and pay online; the result comes online or by post.
