//! Whatever the window sends, a command ends with an answer or a typed error, and writes
//! nothing outside the data folder.

use crate::desk::{Desk, PASSWORD, sim};
use trove_app::ui_types::*;

/// As many as take some seconds; more with `TROVE_CALLS=5000`.
const ROUNDS: usize = 10;

fn texts(id: &str, connection: &str) -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "\0",
        "x\0y",
        "../../../etc/passwd",
        "..",
        ".",
        "/",
        "C:\\",
        "%00",
        "%2e%2e%2f",
        "CON",
        "-1",
        "--help",
        "1e999",
        "9223372036854775808",
        "-9223372036854775809",
        "'; DROP TABLE pages; --",
        "\"",
        "*",
        "NEAR(",
        "a OR",
        "in:",
        "-",
        "{}",
        "[1,",
        "null",
        "\u{202e}abc",
        "\u{feff}",
        "\u{fffd}",
        "\u{10ffff}",
        "\u{d7ff}",
        "e\u{301}",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://www.notion.so/",
        "net.trovesearch.desktop:/oauth/callback?code=1&state=2",
        "00000000000000000000000000000000",
        "00000000-0000-4000-8000-000000000000",
        "\r\n",
        "en-\u{0}",
        "x-",
    ]
    .map(str::to_owned)
    .into();
    texts.extend([
        "a".repeat(5_000),
        "\u{1f469}\u{200d}".repeat(3_000),
        "(".repeat(2_000),
        "a ".repeat(10_000),
    ]);
    texts.extend([id, connection].map(str::to_owned));
    texts
}

/// Check 24.
#[tokio::test(flavor = "multi_thread")]
async fn every_command_survives_whatever_it_is_sent() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    let ada = desk.profile("Ada").await;
    let page = desk.find("").await.hits.remove(0).id;
    let outside = std::fs::read_dir(desk.folder.path().parent().unwrap()).unwrap().count();
    let texts = texts(&page, &card.id);
    let rounds = std::env::var("TROVE_CALLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let app = &desk.app;
    let numbers = [0, 1, 7, 500, u32::MAX];
    let mut outcomes: Vec<(&str, UiError)> = Vec::new();
    let mut note = |command: &'static str, error: Option<UiError>| {
        outcomes.extend(error.map(|error| (command, error)));
    };
    let ten_megabytes = "x".repeat(10 * 1024 * 1024);
    for round in 0..rounds {
        let text = |nth: usize| {
            // Every pair comes about once the rounds are as many as the texts.
            if round == 3 && nth == 0 {
                ten_megabytes.clone()
            } else {
                texts[(round * (nth + 1) + nth) % texts.len()].clone()
            }
        };
        let secret = |nth: usize| text(nth).as_str().into();
        let number = numbers[round % numbers.len()];
        let pace = Pace::PerMinute { requests: number };
        let _ = app.password_strength(text(0), secret(1)).await;
        note("is_remembered", app.is_remembered(&text(0)).await.err());
        note("claim_profile", app.claim_profile(&text(0), secret(1)).await.err());
        note("forget_profile", app.forget_profile(&text(0)).await.err());
        note(
            "search",
            app.search(SearchRequest {
                text: text(0),
                limit: number,
                correct: round % 2 == 0,
                sort: [SearchSort::Relevance, SearchSort::Edited][round % 2],
            })
            .await
            .err(),
        );
        note("live_search", app.live_search(text(1), vec![text(0), text(2)]).await.err());
        note("preview", app.preview(&text(0), text(1), true, Some(number)).await.err());
        note("preview of a page", app.preview(&page, text(1), false, Some(number)).await.err());
        note("check_link", app.check_link(&text(0)).await.err());
        note("pin_page", app.pin_page(&text(0), true).await.err());
        note("pause_connection", app.pause_connection(&text(0), false).await.err());
        note("set_pace", app.set_pace(&text(0), pace).await.err());
        note("refresh", app.refresh(Some(&text(0))).await.err());
        note("let_go_of_missing", app.let_go_of_missing(&text(0)).await.err());
        let query = PageQuery {
            kind: None,
            under: Some(text(1)),
            sort: PageSort::TitleAscending,
            offset: number,
            limit: number,
            locale: text(0),
        };
        note("pages", app.pages(query).await.err());
        let wanted = [
            ExportedPages::Chosen { ids: vec![text(0), text(1)] },
            ExportedPages::Found { text: text(0), correct: true, sort: SearchSort::Relevance },
            ExportedPages::Listed {
                kind: None,
                under: Some(text(0)),
                sort: PageSort::TitleAscending,
                locale: text(1),
            },
        ];
        for pages in wanted {
            // Nobody chooses a folder here.
            let request = ExportRequest { pages, format: ExportFormat::Markdown };
            note("export", app.export(request).await.err());
        }
        note("image", app.image(&text(0), [0, u32::MAX][round % 2]).await.err());
        let workspaces = AllowedWorkspaces::These(vec![text(0), text(1)]);
        let settings = AssistantSettings { workspaces, ..AssistantSettings::default() };
        note("set_assistant_settings", app.set_assistant_settings(&settings).await.err());
        note("assistants", app.assistants().await.err());
        note("answer_access_request", app.answer_access_request(number, true).await.err());
        note("stop_export", app.stop_export().await.err());
        let limits = Limits { pages: [0, u32::MAX][round % 2], megabytes: [u32::MAX, 0][round % 2] };
        note("set_limits", app.set_limits(&text(0), limits).await.err());
        note("open_page", app.open_page(&text(0), round % 2 == 0).await.err());
        let client = ClientEntry { client_id: text(0), client_secret: text(1) };
        let form = [RedirectForm::Scheme, RedirectForm::Bounce][round % 2];
        note(
            "begin_sign_in",
            app.begin_sign_in(BeginSignIn { client: Some(client), form, bounce: Some(text(2)) }).await.err(),
        );
        note("finish_sign_in", app.finish_sign_in(secret(0)).await.err());
        app.deliver_link(secret(0));
        note("connect_token", app.connect_token(secret(0)).await.err());
        note("cancel_sign_in", app.cancel_sign_in().await.err());
        note("create_profile", app.create_profile(text(0), Role::Member).await.err());
        note("remove_profile", app.remove_profile(&text(0), secret(1)).await.err());
        note("remove_authorization", app.remove_authorization(&text(0), &text(1), secret(2)).await.err());
        note("change_password", app.change_password(secret(0), secret(1)).await.err());
        note("sign_in", app.sign_in(&text(0), secret(1)).await.err());
        note("disconnect", app.disconnect(&text(0).replace(&card.id, "")).await.err());
        assert!(app.connections().await.unwrap().iter().any(|known| known.id == card.id), "round {round}");
    }
    let broken: Vec<_> = outcomes.iter().filter(|(_, error)| *error == UiError::Internal).collect();
    assert_eq!(broken, Vec::<&(&str, UiError)>::new());
    assert!(outcomes.len() > rounds * 10, "most of it is refused: {}", outcomes.len());
    assert!(desk.host.opened().iter().all(|address| address.starts_with("http")), "{:?}", desk.host.opened());
    let after = std::fs::read_dir(desk.folder.path().parent().unwrap()).unwrap().count();
    assert!(after <= outside + 64, "files beside the data folder: {outside} before, {after} after");
    assert_ne!(app.sign_in(&ada, PASSWORD.into()).await.err(), Some(UiError::Internal));
}
