# Forms
form-trial = This is a trial
form-trial-note = The answers are samples. Change what you like; nothing is kept or sent.
form-finished = The form is complete and right
form-finished-note = Nothing was kept or sent.
form-check = Check the answers
form-errors = Something needs to be corrected
form-error = Error:
form-optional = (optional)
form-skipped = { $n ->
    [one] { $n } other question is not asked because of the answers above.
   *[other] { $n } other questions are not asked because of the answers above.
}
form-row = Row { $n }
form-part-name = Full name
form-part-organisation = Name of the organisation
form-part-birth-date = Date of birth
form-part-identity-type = Kind of identity paper
form-part-identity-number = Its number
form-part-tax-code = Tax code
form-part-address = House, street, hamlet, commune
form-part-unit = Code of the administrative unit (if known)
form-yes = Yes
form-no = No
identity-citizen-id = Citizen identity card
identity-cmnd = Old identity card with 9 digits
identity-passport = Passport
identity-none = None
wrong-unknown = The form has no such question
wrong-missing = { $name }: there is no answer
wrong-not-asked = { $name }: this is not asked with the answers above
wrong-shape = { $name }: the answer has another form than expected
wrong-part = { $name }: { $part } is missing
wrong-too-little = { $name }: at least { $bound }
wrong-too-much = { $name }: at most { $bound }
wrong-not-a-choice = { $name }: choose one of the list
wrong-not-a-day = { $name }: there is no such day
wrong-citizen-id = { $name }: the ID number must have 12 digits
wrong-cmnd = { $name }: the old ID number must have 9 digits
wrong-passport = { $name }: a passport number is a letter and 7 or 8 digits
wrong-tax-code = { $name }: the tax code is not right
wrong-phone = { $name }: the telephone number is not right
wrong-email = { $name }: the e-mail address is not right
wrong-unit-code = { $name }: the code of a unit has 2, 3 or 5 digits
wrong-name = { $name }: a name has no digits
wrong-condition = { $name }: it cannot be decided whether to ask ({ $why })
