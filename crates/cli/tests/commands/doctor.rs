//! What the doctor says of planted faults, and what the bundle holds.

use crate::desk::{Desk, PASSWORD, is_private};
use crate::journey::create;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use trove_sim::Create;

/// The line about one part, whose place ends so.
fn line<'a>(lines: &'a [Value], part: &str, place: &str) -> &'a Value {
    let of =
        |line: &&Value| line["part"] == part && line["place"].as_str().unwrap_or_default().ends_with(place);
    lines.iter().find(of).unwrap_or_else(|| panic!("{part} {place} in {lines:?}"))
}

fn profile_file(desk: &Desk, name: &str) -> PathBuf {
    let folder = std::fs::read_dir(desk.data().join("profiles")).unwrap().next().unwrap().unwrap().path();
    folder.join(name)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_what_is_derived_is_mended() {
    let desk = Desk::synced().await;
    let sound = desk.run(&["doctor", "--json"]).done();
    for (part, place) in
        [("keys", "keys.json"), ("vault", "vault.hold"), ("database", "pages.db"), ("index", "index")]
    {
        assert_eq!(line(&sound.lines(), part, place)["state"], "fine");
    }
    let inside = desk.run(&["doctor", "--open", "--json"]).done();
    assert_eq!(inside.lines().iter().filter(|line| line["part"] == "database").count(), 2);

    // Only said, until it is wanted.
    let vault = profile_file(&desk, "vault.hold");
    std::fs::set_permissions(&vault, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = desk.run(&["doctor", "--json"]).ended(6);
    let finding = line(&said.lines(), "files", "vault.hold").clone();
    assert_eq!((&finding["cause"], &finding["mend"]), (&"open_to_others".into(), &"make_private".into()));
    assert!(desk.run(&["doctor"]).ended(6).out.contains("--repair makes it private."));
    assert!(!is_private(&vault));
    let mended = desk.run(&["doctor", "--repair", "--json"]).done();
    assert_eq!(line(&mended.lines(), "files", "vault.hold")["state"], "mended");
    assert!(is_private(&vault));

    // A folder likewise: what every start of the app would do is not done by who only looks.
    let profiles = desk.data().join("profiles");
    std::fs::set_permissions(&profiles, std::fs::Permissions::from_mode(0o755)).unwrap();
    for _ in 0..2 {
        let said = desk.run(&["doctor", "--json"]).ended(6);
        assert_eq!(line(&said.lines(), "files", "profiles")["cause"], "open_to_others");
    }
    desk.run(&["doctor", "--repair"]).done();
    assert!(is_private(&profiles));

    // A page of the database that does not verify: seen from inside, and not touched.
    let database = profile_file(&desk, "pages.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let last = bytes.len() - 2_000;
    bytes[last] ^= 1;
    std::fs::write(&database, &bytes).unwrap();
    desk.run(&["doctor", "--json"]).done();
    let inside = desk.run(&["doctor", "--open", "--repair", "--json"]).ended(6);
    let mut of_database = inside.lines().into_iter().filter(|line| line["part"] == "database");
    assert_eq!(of_database.next_back().unwrap()["cause"], "damaged");
    assert_eq!(std::fs::read(&database).unwrap()[last], bytes[last]);

    // Where the app itself does not start, it is told why.
    let registry = desk.data().join("registry.json");
    std::fs::write(&registry, "a shopping list").unwrap();
    desk.run(&["search", "kitchen"]).ended(6);
    let told = desk.run(&["doctor", "--open", "--json"]).ended(6);
    assert_eq!(line(&told.lines(), "registry", "")["cause"], "damaged");
    assert_eq!(std::fs::read_to_string(&registry).unwrap(), "a shopping list");
}

/// The other vault takes the first one's place, and gives it back, with all that is in it.
#[tokio::test(flavor = "multi_thread")]
async fn tokens_go_to_the_other_vault_and_back() {
    let desk = Desk::synced().await;
    let (hold, sealed) = (profile_file(&desk, "vault.hold"), profile_file(&desk, "vault.sealed"));
    for (arguments, there, gone, place) in [
        (&["profile", "sealed", "Ada"][..], &sealed, &hold, "vault.sealed"),
        (&["profile", "sealed", "Ada"], &sealed, &hold, "vault.sealed"),
        (&["profile", "sealed", "Ada", "--undo"], &hold, &sealed, "vault.hold"),
    ] {
        let said = desk.run(arguments).done();
        assert!(said.out.contains("(1)") && said.out.contains(place), "{}", said.out);
        assert!(there.is_file() && !gone.exists());
        assert!(is_private(there));
        desk.sim.clear_log();
        desk.run(&["sync", "--pace", "max"]).done();
        assert!(desk.requests("/v1/search") > 0, "the token is used");
        let told = desk.run(&["doctor", "--open", "--json"]).done();
        assert_eq!(line(&told.lines(), "vault", place)["state"], "fine");
    }
    // Damage is told, as it is of the other.
    desk.run(&["profile", "sealed", "Ada"]).done();
    let mut bytes = std::fs::read(&sealed).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&sealed, bytes).unwrap();
    let told = desk.run(&["doctor", "--json"]).ended(6);
    assert_eq!(line(&told.lines(), "vault", "vault.sealed")["cause"], "damaged");
    assert!(desk.run(&["sync"]).ended(6).err.contains("vault.sealed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_wrong_with_what_is_not_there_yet() {
    let desk = Desk::new().await;
    let told = desk.run(&["doctor", "--json"]).done();
    assert_eq!(line(&told.lines(), "data_folder", "")["cause"], "missing");
    assert!(!desk.data().exists(), "looking makes nothing");
}

/// Check 57. Every form of what must not be in it is looked for, and a planted one is seen.
#[tokio::test(flavor = "multi_thread")]
async fn the_bundle_holds_the_log_and_nothing_of_the_person() {
    let desk = Desk::connected().await;
    let page = Create { title: "Quarterly zymurgy".into(), markdown: "Brewed quietly.".into(), ..create() };
    desk.sim.create(page).unwrap();
    desk.run(&["sync", "--pace", "max"]).done();
    desk.run(&["search", "zymurgy"]).done();
    // Something that the log tells of.
    desk.type_in(&["search", "zymurgy"], &["not the password"]).ended(3);
    let file = desk.folder.path().join("bundle.zip");
    let name = file.to_str().unwrap();
    desk.run(&["logs", "--bundle", name]).done();
    let held = |part: &str| {
        let bytes = std::fs::read(&file).unwrap();
        let wide: Vec<u8> = part.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [part.as_bytes(), &wide].iter().any(|part| bytes.windows(part.len()).any(|window| window == *part))
    };
    assert!(held("report.jsonl") && held("trove.log") && held("\"part\":\"disk\""));
    let person =
        [PASSWORD, desk.sim.personal_token(), "zymurgy", "Brewed quietly", "not the password", "Ada"];
    for secret in person {
        assert!(!held(secret), "{secret} is in the bundle");
    }
    assert!(is_private(&file));
    desk.run(&["logs", "--bundle", name]).ended(2);

    // The control: what a log says, the bundle holds, and it is seen.
    let log = desk.data().join("logs").join("trove.log");
    std::fs::write(&log, format!("INFO {}\n", desk.sim.personal_token())).unwrap();
    std::fs::remove_file(&file).unwrap();
    desk.run(&["logs", "--bundle", name]).done();
    assert!(held(desk.sim.personal_token()));
}
