# My account
own-title = My account
own-back = Back to my account
own-login = Login
own-name = Name
own-posts = Posts and roles today
own-no-posts = You hold no post today.
own-deputy = standing in
own-safety = Safety
own-rights = My data and rights
own-waiting = { $n ->
    [one] { $n } request awaits an answer
   *[other] { $n } requests await an answer
 }
own-sessions = Sessions and devices
own-sessions-count = { $n ->
    [one] { $n } session is open
   *[other] { $n } sessions are open
 }
own-sessions-lead = Where somebody is signed in to this account. If you do not know a place, end its session and change your password.
own-sessions-end = End all other sessions
own-session-this = this session
own-session-seen = Used { $age } ago
own-session-made = signed in { $age } ago
own-session-address = from address { $address }
own-session-end = End
own-browser = { $browser } on { $system }
own-browser-unknown = An unknown browser
own-factors = Second factors
own-factors-back = Back to second factors
own-factors-count = { $n ->
    [one] { $n } factor
   *[other] { $n } factors
 }
own-factors-lead = Beside the password you show something that you have. Whoever learns the password alone does not get in.
own-factors-none = There is none yet.
own-factor-totp = Authenticator app
own-factor-passkey = Passkey
own-factor-passkey-named = Passkey “{ $label }”
own-factor-used = Last used { $age } ago
own-factor-unused = Not used yet
own-factor-remove = Remove
own-factor-last = An officer always has at least one second factor. Add another before you remove this one.
own-passkey-add = Add a passkey
own-passkey-lead = You sign in with the fingerprint, face or PIN of your device, and there is no code to type.
own-passkey-name = Name of the passkey
own-passkey-hint = So that you tell it from others, for example the device that it is on.
own-passkey-device = My device
own-passkey-rename = Rename
own-passkey-unnamed = Give the passkey a name of at most { $max } characters.
own-passkey-cancelled = No passkey was made: it was cancelled, or the time was over. You can try again.
own-passkey-unsupported = This browser or device cannot make a passkey. Use a newer browser with scripts, or another device.
own-passkey-late = That took too long, so the passkey was not kept. Try again.
own-passkey-known = This device has a passkey for an account here already.
own-passkey-failed = The passkey was not added. Try again, or use the authenticator app.
own-enrol = Add an authenticator app
own-enrol-replace = Replace the authenticator app
own-enrol-step-1 = Install an authenticator app on your phone.
own-enrol-step-2 = Scan this picture with it.
own-enrol-picture = QR code for the authenticator app
own-enrol-typed = If you cannot scan it, type:
own-enrol-step-3 = Type the six digits that the app shows.
own-enrol-code = Six-digit code
own-enrol-confirm = Confirm
own-enrol-wrong = The code is not right. Wait for the next one and type it.
own-enrol-late = The picture was too old. Scan the new one below.
own-codes = Recovery codes
own-codes-none = There are none yet. If you lose your phone without one, an administrator has to help.
own-codes-left = { $n ->
    [one] { $n } code is left.
   *[other] { $n } codes are left.
 }
own-codes-few = Make a new set soon.
own-codes-make = Make a new set
own-codes-once = These codes are shown once
own-codes-once-text = Print them or write them down and keep them safe. Each works once; the codes of an earlier set no longer work.
own-codes-kept = I have kept them
own-password = Change the password
own-password-old = Present password
own-password-new = New password
own-password-hint = At least 8 characters. A few unrelated words are easy to remember and hard to guess.
own-password-ends = Other sessions will end; this one goes on.
own-password-change = Change the password
own-password-wrong = The present password is not right.
own-password-same = The new password is the same as the present one.
own-data = My data
own-data-lead = This is everything that the system keeps of you, as it is kept.
own-birth-date = Date of birth
own-email = E-mail
own-paper-citizen-id = Citizen identity number
own-paper-cmnd = Identity card number
own-paper-passport = Passport number
own-paper-tax-code = Tax code
own-paper-other = Number of the paper
own-link = Identity elsewhere
own-export = Download everything (JSON)
own-export-text = The file has what you told us, your requests, and when others looked at your data.
own-correct = Something wrong? Ask for a correction
own-consents = What you agree to
own-consent-given = Agreed on { $day }, version { $version }.
own-consent-outdated = The text has changed; the new version is { $version }.
own-consent-none = Not agreed (version { $version }).
own-consent-give = Agree
own-consent-withdraw = Take back
own-readings = Who looked at my data
own-readings-lead = Each time an officer opens your data, it is recorded: which office, which post, when, and what for.
own-readings-none = Nobody has looked.
own-readings-end = There are no earlier ones.
own-readings-doubt = Was there no reason for one of these?
own-reading-purpose = Purpose: { $purpose }
own-reading-person = read personal details
own-reading-request = read a request about data
own-reading-dossier = read a dossier
own-reading-other = read a list with your data
own-purpose-handling = to handle a dossier
own-purpose-inquiry = to answer a request
own-purpose-complaint = to handle a complaint or denunciation
own-purpose-inspection = inspection by law
own-purpose-reporting = to account for figures
own-purpose-administration = to administer accounts
own-purpose-emergency = an emergency
own-done-session = The session has ended.
own-done-others = All other sessions have ended.
own-done-factor-added = The authenticator app is ready.
own-done-passkey-added = The passkey is ready.
own-done-passkey-named = The passkey has its new name.
own-done-factor-removed = The factor was removed.
own-done-password = The password was changed. Other sessions have ended.
own-done-consent = Your consent was recorded.
own-done-withdrawn = That you took it back was recorded.
