//! The sample workspace holds what a client must be able to show.

use std::collections::BTreeSet;

use expect_test::expect;
use serde_json::{Value, json};

use crate::{Desk, title};

async fn everything() -> (Desk, Vec<Value>) {
    let mut desk = Desk::sample().await;
    desk.token = desk.sim.personal_token().to_owned();
    let (all, _) = desk.search_all(json!({})).await;
    (desk, all)
}

#[tokio::test]
async fn every_kind_of_icon_parent_and_property_is_there() {
    let (_desk, all) = everything().await;
    let kinds = |pick: &dyn Fn(&Value) -> Vec<String>| {
        all.iter().flat_map(pick).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
    };
    let word = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let lines = [
        format!("{} objects", all.len()),
        format!("icons: {}", kinds(&|object| vec![word(&object["icon"]["type"])])),
        format!("parents: {}", kinds(&|object| vec![word(&object["parent"]["type"])])),
        format!(
            "properties: {}",
            kinds(&|object| {
                object["properties"]
                    .as_object()
                    .unwrap()
                    .values()
                    .map(|property| word(&property["type"]))
                    .collect()
            })
        ),
    ];
    expect![[r#"
        82 objects
        icons: custom_emoji emoji external file icon none
        parents: block_id data_source_id database_id page_id workspace
        properties: button checkbox created_by created_time date email files formula last_edited_by last_edited_time multi_select number people phone_number place relation rich_text rollup select status title unique_id url verification"#]]
    .assert_eq(&lines.join("\n"));
}

#[tokio::test]
async fn titles_are_as_odd_as_titles_get() {
    let (desk, all) = everything().await;
    let parent = desk.sim.id_of("Test kitchen for titles").unwrap();
    let mut titles: Vec<_> = all
        .iter()
        .filter(|object| object["parent"]["page_id"] == parent)
        .map(|object| title(object).chars().take(60).collect::<String>())
        .collect();
    titles.sort();
    expect![[r#"
        [
            "",
            "   ",
            "<b>Not bold</b> & <script>alert(\"basil\")</script> <img src=x",
            "A very long title that begins like any other and then, as me",
            "Down",
            "Notes for @あいこ about Basil: light and water, 2026-11-24 :rob",
            "Two lines\nin one title",
            "Why e^{i\\pi} + 1 = 0 matters to nobody in the greenhouse",
            "Ç\u{337}a\u{334}f\u{335}é\u{301} ﬁne ǆ İstanbul ẞ ﷽",
            "\u{202e}txt.lisab\u{202c} and a\u{200d}joiner, a soft\u{ad}hyphen, a zero\u{200b}width",
            "👩🏽\u{200d}🌾🏳\u{fe0f}\u{200d}🌈👨\u{200d}👩\u{200d}👧\u{200d}👦🇦🇶 5\u{fe0f}\u{20e3}",
        ]
    "#]]
    .assert_debug_eq(&titles);
}

#[tokio::test]
async fn the_internal_connection_does_not_see_the_private_branch() {
    let desk = Desk::sample().await;
    let (shared, _) = desk.search_all(json!({})).await;
    let (_desk, all) = everything().await;
    let hidden: Vec<_> = all
        .iter()
        .filter(|object| !shared.iter().any(|other| other["id"] == object["id"]))
        .map(title)
        .collect();
    assert_eq!(hidden, ["Runway and the Busan loan", "Board notes"]);
}

#[tokio::test]
async fn every_type_of_block_is_somewhere() {
    let (desk, all) = everything().await;
    let mut kinds = BTreeSet::new();
    let mut open: Vec<String> = all
        .iter()
        .filter(|object| object["object"] == "page")
        .map(|page| page["id"].as_str().unwrap().to_owned())
        .collect();
    while let Some(id) = open.pop() {
        let children = desk.get(&format!("/v1/blocks/{id}/children")).await.body;
        for block in children["results"].as_array().unwrap() {
            let kind = block["type"].as_str().unwrap();
            kinds.insert(kind.to_owned());
            if block["has_children"] == true && kind != "child_page" {
                open.push(block["id"].as_str().unwrap().to_owned());
            }
        }
    }
    expect!["audio bookmark breadcrumb bulleted_list_item callout child_database child_page code column column_list divider embed equation file heading_1 heading_2 heading_3 heading_4 image link_preview link_to_page meeting_notes numbered_list_item paragraph pdf quote synced_block tab table table_of_contents table_row template to_do toggle unsupported video"]
    .assert_eq(&kinds.into_iter().collect::<Vec<_>>().join(" "));
}

#[tokio::test]
async fn markdown_is_enhanced_markdown() {
    let desk = Desk::sample().await;
    for (page, expected) in [
        (
            "Welcome to Fernfield",
            expect![[r#"
                <callout icon="👋" color="green_bg">
                	**New here?** Read this page, then [your first week](https://app.notion.com/p/411ae4ef5a56444f91dc53a42ff2f7de). Ask anything in the kitchen.
                </callout>
                Fernfield grows **herbs and salad indoors**, for restaurants that would rather not fly basil across an ocean. We are 34 people in Hamburg, Lyon, Osaka and Busan, and this handbook is how we remember what we decided.
                <table_of_contents color="gray"/>
                ## What we promise
                - Leaves on the plate within *nine hours* of cutting
                - No pesticide, ever. Not “hardly any”
                - Every customer can walk through the greenhouse
                	- in Hamburg on any Thursday
                	- in Lyon by appointment
                ## How to use this handbook
                1. Search before you ask
                2. Ask before you guess
                3. Write down what you learned
                > A handbook is a garden: it grows where somebody weeds it.
                ---
                <columns>
                	<column width="0.5">
                		### People
                		<page url="https://app.notion.com/p/0e915b4c60dd49d1bbe2579f9d9034b7">People and teams</page>
                		<page url="https://app.notion.com/p/411ae4ef5a56444f91dc53a42ff2f7de">Your first week</page>
                	</column>
                	<column width="0.5">
                		### Work
                		<page url="https://app.notion.com/p/b502c1ab2550446a9514e7cfdd607a49">Growing</page>
                		<page url="https://app.notion.com/p/b68c5c5b410149f1b86752c1987d0e9b">Engineering</page>
                	</column>
                </columns>
                <details>
                <summary>Old versions of this handbook</summary>
                	<page url="https://app.notion.com/p/beec0564922446b5aef718239dac134e">Handbook 2024 (archived)</page>
                </details>
                Last read through by <mention-user url="user://b33074f6-7be9-45fb-a238-4538d842bb74">Mira</mention-user> on <mention-date start="2026-11-18"/>."#]],
        ),
        (
            "Growing",
            expect![[r#"
                Everything between a seed and a crate.
                <synced_block url="https://app.notion.com/p/b502c1ab2550446a9514e7cfdd607a49#14772d4a2e0d469da41be4fd43f0fa3a">
                	**This week:** 18.4 °C water, 62 % humidity, 214 crates.
                </synced_block>
                $$
                \text{yield} = \sum_{r=1}^{n} \frac{m_r}{A_r \cdot t_r}
                $$
                ![Rack 7 in week 46](https://images.example.com/rack-7.jpg)
                ![The same rack a week later](https://prod-files-secure.s3.us-west-2.amazonaws.com/9b70b701-8272-409b-9458-cd93e29b5ac1/rack-7-week-47.jpg
                <video src="https://videos.example.com/seeding-in-ninety-seconds.mp4">Seeding in ninety seconds</video>
                <unknown url="https://app.notion.com/p/b502c1ab2550446a9514e7cfdd607a49#c47afea5e56e41e2b000380d0966f69b" alt="bookmark"/>
                <unknown url="https://app.notion.com/p/b502c1ab2550446a9514e7cfdd607a49#3dfda59235944dfc872587a98aa6d9f2" alt="embed"/>
                <page url="https://app.notion.com/p/ebc970e080514a6e8171ee6684f8eed7">Basil: light and water</page>
                <page url="https://app.notion.com/p/53259bb3eda746ea878b803b98d0471d">Mint spreads. Plan for it</page>
                <page url="https://app.notion.com/p/e6f6ac6a7b664221ab8798d47b8da393">When something eats the plants</page>
                <page url="https://app.notion.com/p/957a3ee305db46d59ed36050df092f01">Harvest and the cold chain</page>
                <page url="https://app.notion.com/p/c9f41abbee9f4e809dbd135bb7f539a9">Seed suppliers</page>
                <database url="https://app.notion.com/p/aced130efe6e4811adbfb026d2a811ae" inline="true">Experiments</database>"#]],
        ),
        (
            "Engineering",
            expect![[r#"
                Forty sensors, one message queue, and an app that chefs open with wet hands.
                <tabs>
                	Sensors
                		A reading every ten seconds, kept for a year.
                	App
                		Orders before 22:00 are cut the next morning.
                </tabs>
                <meeting-notes>
                	Stand-up, 19 November
                	## Decisions
                	- Firmware 3.2 goes to Osaka first
                	- The search in the app gets its own index
                </meeting-notes>
                <unknown url="https://app.notion.com/p/b68c5c5b410149f1b86752c1987d0e9b#86cd9737431e4bb1b22fd7002f6dcd44" alt="breadcrumb"/>
                <unknown url="https://app.notion.com/p/b68c5c5b410149f1b86752c1987d0e9b#3c05ed1a70dc470d994bb5400a99de06" alt="link_preview"/>
                <page url="https://app.notion.com/p/7057fc53089749cca8bed12e7bb5a6e1">Releasing firmware</page>
                <page url="https://app.notion.com/p/899e09c035814c4b8ee71dbe1cbb1189">Incident 2026-07-31: the night the pumps stopped</page>
                <page url="https://app.notion.com/p/469e8144e4314154894141304c4d52bf">Search in the app</page>
                <page url="https://app.notion.com/p/56b04d7723434b0285201dff4eead697">On call</page>"#]],
        ),
        ("Not bold", expect![[r#"\<h1\>Still only text\</h1\>"#]]),
    ] {
        let found =
            desk.search(json!({"query": page, "sort": {"property": "relevance"}, "page_size": 1})).await;
        let id = found["results"][0]["id"].as_str().unwrap().to_owned();
        let answer = desk.get(&format!("/v1/pages/{id}/markdown")).await.body;
        let keys: Vec<_> = answer.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["id", "markdown", "object", "request_id", "truncated", "unknown_block_ids"]);
        let markdown = answer["markdown"].as_str().unwrap();
        let unsigned = markdown.lines().map(|line| line.split("?X-Amz").next().unwrap()).collect::<Vec<_>>();
        expected.assert_eq(&unsigned.join("\n"));
    }
}

#[tokio::test]
async fn two_names_are_two_workspaces() {
    let one = Desk::sample().await;
    let other =
        Desk::new(trove_sim::Options { workspace_name: Some("Other".to_owned()), ..Default::default() })
            .await;
    let me = async |desk: &Desk| desk.get("/v1/users/me").await.body["bot"]["workspace_id"].clone();
    assert_ne!(me(&one).await, me(&other).await);
    assert_ne!(one.sim.id_of("Growing"), other.sim.id_of("Growing"));
    let again = Desk::sample().await;
    assert_eq!(one.sim.id_of("Growing"), again.sim.id_of("Growing"));
}

#[tokio::test]
async fn files_in_notions_storage_are_signed_afresh_in_every_answer() {
    let desk = Desk::sample().await;
    let page = desk.sim.id_of("Growing").unwrap();
    let image = async || {
        let children = desk.get(&format!("/v1/blocks/{page}/children")).await.body;
        let blocks = children["results"].as_array().unwrap().clone();
        blocks.into_iter().map(|block| block["image"].clone()).find(|image| image["type"] == "file").unwrap()
    };
    let (first, second) = (image().await, image().await);
    let url = |image: &Value| image["file"]["url"].as_str().unwrap().to_owned();
    assert_ne!(url(&first), url(&second));
    assert_eq!(url(&first).split('?').next(), url(&second).split('?').next());
    assert!(first["file"]["expiry_time"].as_str().unwrap().ends_with('Z'));
    let markdown = desk.get(&format!("/v1/pages/{page}/markdown")).await.body;
    assert!(markdown["markdown"].as_str().unwrap().contains("rack-7-week-47.jpg?X-Amz-Algorithm="));
}
