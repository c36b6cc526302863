# Changes between two revisions
#
# Each is what changed of a thing that has a name: “name: what changed”.
change-group-name = Name
change-group-time = Time
change-group-papers = Papers
change-group-cost = Cost
change-group-way = Where and how to apply
change-group-people = Who may apply, and what they get
change-group-form = The form
change-group-words = Guidance
change-group-process = The process inside
change-group-law = Legal basis
change-of = “{ $name }”: { $what }.
change-new-law = New legal basis
change-old-law = No longer a legal basis
change-name = now called “{ $new }”, before “{ $old }”
change-added-component = a new paper
change-removed-component = no longer needed
change-added-case = a new case
change-removed-case = no longer a case of its own
change-added-fee = a new payment
change-removed-fee = no longer charged
change-added-result = a new result
change-removed-result = no longer a result
change-added-step = a new step
change-removed-step = this step is gone
change-added-question = a new question
change-removed-question = no longer asked
change-added-subject = may now apply too
change-removed-subject = may no longer apply
change-legal-down = the law cuts the time from { $old } to { $new }
change-legal-up = the law extends the time from { $old } to { $new }
change-legal = the law now allows { $new }, before { $old }
change-committed-down = the province’s promise is cut from { $old } to { $new }
change-committed-up = the province promises { $new }, longer than before ({ $old })
change-committed = the province promises { $new }, before { $old }
change-committed-gone = the province no longer promises less than the law; it was { $old }
change-committed-new = the province promises { $new }
change-paper-quantity = hand in { $new }, before { $old }
change-paper-kind = now { $new }, before { $old }
change-paper-mandatory = now mandatory
change-paper-optional = no longer mandatory
change-paper-name = was called “{ $old }”
change-paper-condition = needed only when { $new }
change-paper-always = needed in every case
change-paper-replaceable = not needed where it can be read from { $data }
change-paper-not-replaceable = no data replaces it any more
change-fee-up = up from { $old } to { $new }
change-fee-down = down from { $old } to { $new }
change-fee = now { $new }, before { $old }
change-fee-free = free of charge
change-fee-words = as laid down
change-question = the question was “{ $old }”
change-step = { $new }, before { $old }
change-channels-added = you can now also apply { $names }
change-channels-removed = you can no longer apply { $names }
change-online = the online service is now { $new }, before { $old }
change-levels = now decided by the { $new }, before by the { $old }
change-summary = the introduction was rewritten
change-requirements = the requirements were rewritten
change-instructions = the steps were rewritten
quantity = { $originals ->
    [one] { $originals } original
   *[other] { $originals } originals
}, { $copies ->
    [one] { $copies } copy
   *[other] { $copies } copies
}
quantity-originals = { $originals ->
    [one] { $originals } original
   *[other] { $originals } originals
}
quantity-copies = { $copies ->
    [one] { $copies } copy
   *[other] { $copies } copies
}
quantity-none = no paper needed
change-clock = Time is counted in another way.
