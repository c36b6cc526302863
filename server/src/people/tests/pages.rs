//! Accounts are opened, given posts by two people, explained, and closed.

use domain::StreamId;

use super::{Answer, Browser, Given, Served, serve};
use crate::people::{path, stream};

/// A whole form of a post, but for its roles.
const POST: [(&str, &str); 6] = [
    ("office", "SNV"),
    ("position", "Chuyên viên Phòng Cải cách hành chính"),
    ("from.day", "16"),
    ("from.month", "12"),
    ("from.year", "2019"),
    ("reason", "15/QĐ-SNV"),
];

fn form<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    POST.iter().copied().chain(more.iter().copied()).collect()
}

async fn opened(served: &Served, by: &Browser, login: &str) -> (Answer, StreamId) {
    let fields = form(&[("name", "Hồ Thị Mới"), ("login", login), ("roles", "specialist")]);
    let answer = served.post(by, "/people/new", &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let id = answer.body.split("href=\"/people/2").nth(1).and_then(|rest| rest.split('"').next());
    let account = stream(&format!("2{}", id.expect("it leads to the account")));
    (answer, account.expect("an account"))
}

#[tokio::test]
async fn an_account_is_opened_by_one_and_its_post_approved_by_another() {
    let served = serve();
    let one = served.enter(&served.account("quantri"), Given::JustNow).await;
    let other = served.enter(&served.account("quantri2"), Given::JustNow).await;
    let (answer, account) = opened(&served, &one, "moi.ht").await;
    let code = answer.body.split("id=\"secret\">").nth(1).and_then(|it| it.split('<').next());
    let code = code.expect("the code is shown").to_owned();
    let hash = crate::people::open::set_up_hash(&code);
    let kept = served.site.house().db.read(move |tx| {
        let row = tx.row(&KEPT, &[hash.into()])?;
        row.map(|row| Ok::<_, db::Error>(row.text(0)?.to_owned())).transpose()
    });
    let payload = serde_json::json!({ "account": account.as_str() }).to_string();
    assert_eq!(
        kept.await.expect("it reads"),
        Some(payload),
        "only the hash is kept, with the account"
    );

    let here = path(&account);
    let post = format!("{here}/posts/1");
    assert_eq!(served.get(&one, &post).await.status, 403, "who proposed it does not approve it");
    let listed = served.get(&one, "/posts?lang=en").await.body;
    assert!(listed.contains("Hồ Thị Mới") && !listed.contains(&format!("href=\"{post}\"")));
    let listed = served.get(&other, "/posts").await.body;
    assert!(listed.contains(&format!("href=\"{post}\"")), "the other is led to it");
    let nothing = served.post(&other, &post, &[]).await;
    assert_eq!(nothing.status, 422, "something must be chosen");
    let unreasoned = served.post(&other, &post, &[("decision", "decline")]).await;
    assert_eq!(unreasoned.status, 422, "declining needs a reason");
    let approved = served.post(&other, &post, &[("decision", "approve")]).await;
    assert_eq!((approved.status, approved.location.as_str()), (303, "/posts?done=approved"));

    let rights = format!("{here}/rights?lang=en&action=work-dossier&office=SNV&stage=open");
    let denied = served.get(&one, &rights).await.body;
    assert!(denied.contains("Hồ Thị Mới may not: Examine a dossier"), "{denied}");
    assert!(denied.contains("One of these relations: Assigned to them"));
    let granted = served.get(&one, &format!("{rights}&relation=assigned")).await.body;
    assert!(granted.contains("Hồ Thị Mới may: Examine a dossier"));
    assert!(granted.contains("By the role Specialist of the post:"));
}

db::statements! {
    /// The payload of a set-up code.
    KEPT = "SELECT payload FROM errand WHERE hash = $1 AND kind = 'set-up'";
}

#[tokio::test]
async fn a_form_sent_twice_opens_one_account_with_one_post() {
    let served = serve();
    let one = served.enter(&served.account("quantri"), Given::JustNow).await;
    let fields = form(&[("name", "Hồ Thị Mới"), ("login", "moi.ht"), ("roles", "specialist")]);
    for _ in 0..2 {
        assert_eq!(served.post_with(&one, "/people/new", &fields, "same").await.status, 200);
    }
    let waiting = served.get(&one, "/posts").await.body;
    assert_eq!(waiting.matches("15/QĐ-SNV").count() + waiting.matches("Hồ Thị Mới").count(), 1);
    let taken = served.post(&one, "/people/new?lang=en", &fields).await;
    assert_eq!(taken.status, 422);
    assert!(taken.body.contains("href=\"#q-login\""), "the error leads to its field");
}

#[tokio::test]
async fn a_wrong_form_says_everything_that_is_wrong_and_keeps_what_was_typed() {
    let served = serve();
    let one = served.enter(&served.account("quantri"), Given::JustNow).await;
    let fields =
        [("name", "<b>Y</b>"), ("login", "Không Được"), ("from.day", "31"), ("from.month", "2")];
    let answer = served.post(&one, "/people/new", &fields).await;
    assert_eq!(answer.status, 422);
    for target in ["q-login", "q-office", "q-position", "q-roles-1", "q-from-day", "q-reason"] {
        assert!(answer.body.contains(&format!("href=\"#{target}\"")), "{target}");
    }
    assert!(answer.body.contains("&#60;b&#62;Y") && !answer.body.contains("<b>Y"));
}

#[tokio::test]
async fn nobody_gives_more_than_they_reach_nor_anything_to_themselves() {
    let served = serve();
    let office = served.enter(&served.account("noivu"), Given::JustNow).await;
    let fields = form(&[("name", "Y Mới"), ("login", "y.moi"), ("roles", "system-admin")]);
    assert_eq!(served.post(&office, "/people/new", &fields).await.status, 403, "a role beyond");
    let elsewhere: Vec<(&str, &str)> =
        form(&[("name", "Y Mới"), ("login", "y.moi"), ("roles", "specialist")])
            .into_iter()
            .map(|(name, value)| (name, if name == "office" { "STTTT" } else { value }))
            .collect();
    assert_eq!(
        served.post(&office, "/people/new", &elsewhere).await.status,
        403,
        "an office beyond"
    );
    let own = format!("{}/posts/new", path(&served.account("noivu")));
    let fields = form(&[("roles", "leader")]);
    assert_eq!(
        served.post(&office, &own, &fields).await.status,
        403,
        "nobody proposes for themselves"
    );
    let other = path(&served.account("quantri"));
    assert_eq!(served.get(&office, &other).await.status, 403, "an account beyond");
    let shown = served.get(&office, "/people").await.body;
    assert!(shown.contains(&path(&served.account("noivu"))) && !shown.contains(&other));
}

#[tokio::test]
async fn rights_are_changed_only_with_the_second_factor_given_again() {
    let served = serve();
    let late = served.enter(&served.account("quantri"), Given::LongAgo).await;
    assert_eq!(served.get(&late, "/people").await.status, 200);
    assert_eq!(served.get(&late, "/posts").await.status, 200, "the list opens without");
    let here = path(&served.account("motcua"));
    for guarded in [
        "/people/new".to_owned(),
        format!("{here}/posts/new"),
        format!("{here}/deputy"),
        "/tokens".to_owned(),
    ] {
        let answer = served.get(&late, &guarded).await;
        assert_eq!(answer.status, 303, "{guarded}");
        assert!(answer.location.starts_with("/sign-in/again?next="), "{}", answer.location);
    }
    let clerk = served.enter(&served.account("motcua"), Given::JustNow).await;
    for (_, route) in [("people", "/people"), ("posts", "/posts"), ("tokens", "/tokens")] {
        assert_eq!(served.get(&clerk, route).await.status, 403, "{route}");
    }
}

#[tokio::test]
async fn a_deputy_is_somebody_elses_and_until_a_day() {
    let served = serve();
    let one = served.enter(&served.account("quantri"), Given::JustNow).await;
    let here = format!("{}/deputy", path(&served.account("motcua")));
    let endless = form(&[("roles", "clerk"), ("deputy_of", "noivu")]);
    assert_eq!(served.post(&one, &here, &endless).await.status, 422, "a deputy has a last day");
    let to = [("to.day", "31"), ("to.month", "12"), ("to.year", "2019")];
    let oneself: Vec<_> =
        form(&[("roles", "clerk"), ("deputy_of", "motcua")]).into_iter().chain(to).collect();
    assert_eq!(served.post(&one, &here, &oneself).await.status, 422, "of somebody else");
    let nobody: Vec<_> =
        form(&[("roles", "clerk"), ("deputy_of", "khong.co")]).into_iter().chain(to).collect();
    assert_eq!(served.post(&one, &here, &nobody).await.status, 422, "of somebody who is there");
    let right: Vec<_> =
        form(&[("roles", "clerk"), ("deputy_of", "noivu")]).into_iter().chain(to).collect();
    assert_eq!(served.post(&one, &here, &right).await.status, 303);
    let shown = served.get(&one, &format!("{}?lang=en", path(&served.account("motcua")))).await;
    assert!(shown.body.contains("Deputy of noivu"), "{}", shown.body);
    assert!(shown.body.contains("16 December 2019 – 31 December 2019"));
}

#[tokio::test]
async fn a_leaver_is_out_at_the_very_next_request_and_comes_back_without_posts() {
    let served = serve();
    let admin = served.enter(&served.account("quantri"), Given::JustNow).await;
    let leaver = served.enter(&served.account("noivu"), Given::JustNow).await;
    assert_eq!(served.get(&leaver, "/people").await.status, 200);
    let here = path(&served.account("noivu"));
    let silent = served.post(&admin, &format!("{here}/close"), &[]).await;
    assert_eq!(silent.status, 422, "a reason is asked for");
    let closed = served.post(&admin, &format!("{here}/close"), &[("reason", "20/QĐ")]).await;
    assert_eq!(closed.location, format!("{here}?done=closed"));
    let out = served.get(&leaver, "/people").await;
    assert_eq!(out.status, 303, "the session has ended");
    assert!(out.location.starts_with("/sign-in?next="), "{}", out.location);
    let again = served.enter(&served.account("noivu"), Given::JustNow).await;
    assert_eq!(served.get(&again, "/people").await.status, 403, "a closed account may nothing");
    let back = served.post(&admin, &format!("{here}/reopen"), &[("reason", "21/QĐ")]).await;
    assert_eq!(back.location, format!("{here}?done=reopened"));
    let shown = served.get(&admin, &format!("{here}?lang=en")).await.body;
    assert!(shown.contains("ended the post") && shown.contains("opened the account again"));
    let ended = served.post(&admin, &format!("{here}/posts/1/end"), &[("reason", "x")]).await;
    assert_eq!(ended.status, 422, "a day is asked for");
}

#[tokio::test]
async fn addresses_that_name_nobody_are_not_found() {
    let served = serve();
    let admin = served.enter(&served.account("quantri"), Given::JustNow).await;
    for id in ["x", "2019-", "2019-%2e%2e", "2019-00", "9999-ab", "20190-ab", "2019-ab%00"] {
        assert_eq!(served.get(&admin, &format!("/people/{id}")).await.status, 404, "{id}");
    }
    let here = path(&served.account("motcua"));
    for rest in ["posts/99", "posts/99/end", "reopen"] {
        assert_eq!(served.get(&admin, &format!("{here}/{rest}")).await.status, 404, "{rest}");
    }
    assert_eq!(served.get(&admin, &format!("{here}/posts/x")).await.status, 400);
}
