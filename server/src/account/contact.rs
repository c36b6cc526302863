//! Telephone numbers and mail addresses as people type them, in one form each.

/// The most characters of a mail address (RFC 5321, 4.5.3.1.3).
const MAIL_CHARACTERS_MAX: usize = 254;

/// Where somebody can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// A telephone: `+84…`.
    Phone(String),
    /// A mail address.
    Mail(String),
}

impl Contact {
    /// Reads what was typed.
    pub fn parse(typed: &str) -> Option<Contact> {
        match typed.contains('@') {
            true => mail(typed).map(Contact::Mail),
            false => phone(typed).map(Contact::Phone),
        }
    }

    /// The number or address.
    pub fn text(&self) -> &str {
        match self {
            Contact::Phone(text) | Contact::Mail(text) => text,
        }
    }
}

/// A Vietnamese telephone number as `+84…`; `None` for what is none.
pub fn phone(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    let local = plain.strip_prefix("+84").or_else(|| plain.strip_prefix('0'))?;
    let digits = local.bytes().all(|byte| byte.is_ascii_digit());
    // Mobile numbers have nine digits after the zero, landlines with their area up to ten.
    (digits && (9..=10).contains(&local.len()) && !local.starts_with('0'))
        .then(|| format!("+84{local}"))
}

/// A mail address, as far as a form can tell.
fn mail(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (name, host) = typed.rsplit_once('@')?;
    let plain = |text: &str| text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let named = !name.is_empty() && plain(name);
    let hosted = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
    let short = typed.chars().count() <= MAIL_CHARACTERS_MAX;
    (named && hosted && short && plain(host)).then(|| typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_is_one_number_however_it_is_typed() {
        for typed in ["0912 345 678", "+84912345678", "0912.345.678", "0912-345-678"] {
            assert_eq!(phone(typed).as_deref(), Some("+84912345678"), "{typed}");
        }
        for typed in ["912345678", "0012345678", "09123", "+84 91a345678", "", "+8491234567890"] {
            assert_eq!(phone(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_mail_address_has_a_name_and_a_host() {
        let read = Contact::parse(" H.Bia@Example.vn ");
        assert_eq!(read, Some(Contact::Mail("H.Bia@Example.vn".to_owned())));
        for typed in ["@example.vn", "a@vn", "a b@example.vn", "a@example..vn", "a@exa\nmple.vn"] {
            assert_eq!(Contact::parse(typed), None, "{typed}");
        }
    }
}
