//! What a post gives its holder.

use super::{Kind, Post};
use crate::access::Grant;
use crate::province::Terms;

impl Post {
    /// What its roles and scopes give an account of a kind. Roles that the province no longer
    /// defines give nothing.
    pub fn grants(&self, kind: Kind, terms: &Terms) -> Vec<Grant> {
        let roles = self.roles.iter().filter_map(|id| terms.role(id)).map(Grant::of);
        let scopes = (!self.scopes.is_empty()).then(|| Grant::of_scopes(&self.scopes));
        let all = roles.chain(scopes);
        match kind {
            Kind::Integration => all.map(Grant::without_signing).collect(),
            Kind::Staff | Kind::Citizen | Kind::Organisation => all.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::access::{Action, Factor, rule};
    use crate::province::Role;

    fn terms() -> Terms {
        let role = Role {
            id: "clerk".to_owned(),
            name: "Cán bộ một cửa".to_owned(),
            name_en: "Clerk".to_owned(),
            may: vec![Action::ReceiveDossier, Action::BreakGlass],
            reach: crate::access::Reach::Office,
            sees: crate::access::Fields::ALL.into(),
            leads: false,
        };
        Terms { roles: vec![role], ..Terms::default() }
    }

    fn post(roles: &[&str], scopes: &[Action]) -> Post {
        Post {
            office: "MC".to_owned(),
            position: "Cổng dịch vụ".to_owned(),
            roles: roles.iter().map(|it| (*it).to_owned()).collect(),
            scopes: scopes.to_vec(),
            from: Date::default(),
            to: None,
            deputy_of: None,
        }
    }

    #[test]
    fn a_program_is_given_nothing_that_a_person_signs_for() {
        let post = post(&["clerk"], &[Action::ReadReports, Action::ApprovePost]);
        let officer = post.grants(Kind::Staff, &terms());
        assert!(officer.iter().any(|grant| grant.may.contains(&Action::BreakGlass)));
        let program = post.grants(Kind::Integration, &terms());
        let given: Vec<Action> = program.iter().flat_map(|grant| grant.may.clone()).collect();
        assert_eq!(given, [Action::ReceiveDossier, Action::ReadReports]);
        assert!(given.iter().all(|action| rule(*action).factor < Factor::Fresh));
    }

    #[test]
    fn a_single_scope_shows_no_personal_data_and_a_role_shows_its_own() {
        let grants = post(&["clerk"], &[Action::ReadDossier]).grants(Kind::Integration, &terms());
        assert_eq!(grants[0].sees.len(), crate::access::Fields::ALL.len());
        assert!(grants[1].sees.is_empty());
    }
}
