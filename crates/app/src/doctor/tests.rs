//! Each fault is planted and found, and what can be mended is.

use super::system::{clock, handler, proxy, room};
use super::*;
use std::time::{Duration, UNIX_EPOCH};

#[cfg(unix)]
#[test]
fn planted_faults_are_found_and_what_is_derived_is_mended() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::find(Some(folder.path())).unwrap();
    let open = |found: &[Finding]| -> Vec<(Part, Option<String>, State)> {
        let files = [Part::Files, Part::Registry, Part::Settings, Part::Index, Part::DataFolder];
        let of_files = found.iter().filter(|finding| files.contains(&finding.part));
        let open =
            of_files.filter(|finding| !matches!(finding.state, State::Fine | State::Note(Cause::Missing)));
        open.map(|finding| (finding.part, finding.place.clone(), finding.state.clone())).collect()
    };
    assert_eq!(open(&examine(&paths)), []);

    let logs = folder.path().join("logs");
    trove_private_file::our_folder(&logs).unwrap();
    std::fs::write(logs.join("trove.log"), "x").unwrap();
    std::fs::set_permissions(logs.join("trove.log"), std::fs::Permissions::from_mode(0o644)).unwrap();
    symlink("/dev/zero", folder.path().join("app.lock")).unwrap();
    std::fs::write(folder.path().join("machine.json"), "{").unwrap();
    std::fs::set_permissions(folder.path().join("machine.json"), std::fs::Permissions::from_mode(0o600))
        .unwrap();
    std::fs::write(folder.path().join("registry.json"), "no JSON").unwrap();
    std::fs::set_permissions(folder.path().join("registry.json"), std::fs::Permissions::from_mode(0o600))
        .unwrap();
    trove_private_file::replace(&logs.join("x.new"), b"x").unwrap();
    let mut found = examine(&paths);
    let told = open(&found);
    let (files, broken) = (Part::Files, State::Broken);
    for wanted in [
        (files, Some("logs/trove.log".into()), broken(Cause::OpenToOthers(Some(0o644)))),
        (files, Some("logs/x.new".into()), State::Note(Cause::LeftOver)),
        (files, Some("app.lock".into()), broken(Cause::NotAFile)),
        (Part::Settings, None, State::Note(Cause::Damaged)),
        (Part::Registry, None, broken(Cause::Damaged)),
    ] {
        assert!(told.contains(&wanted), "{wanted:?} in {told:?}");
    }
    assert_eq!(told.len(), 5, "{told:?}");

    // Said first, done when it is wanted, and only to what is ours to mend.
    assert!(logs.join("x.new").exists());
    repair(&paths, &mut found);
    assert!(!logs.join("x.new").exists());
    let mode = logs.join("trove.log").metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    assert_eq!(std::fs::read(folder.path().join("registry.json")).unwrap(), b"no JSON");
    assert_eq!(open(&examine(&paths)).len(), 3);
}

#[test]
fn what_the_system_lacks_is_named() {
    assert_eq!(room(0).state, State::Broken(Cause::LittleSpace(0)));
    assert_eq!(room(1 << 20).state, State::Note(Cause::LittleSpace(1 << 20)));
    assert_eq!(room(1 << 40).state, State::Fine);
    assert_eq!(
        clock(UNIX_EPOCH + Duration::from_secs(1_000_000_000)).state,
        State::Broken(Cause::ClockBehind)
    );
    assert_eq!(clock(UNIX_EPOCH + Duration::from_secs(2_000_000_000)).state, State::Fine);
    assert_eq!(handler("").state, State::Note(Cause::NobodyHandles));
    assert_eq!(handler("net.trovesearch.desktop.desktop").state, State::Fine);
    assert_eq!(handler("evil.desktop").state, State::Broken(Cause::AnotherHandles("evil.desktop".into())));
    let set = |value: &'static str| proxy(move |name| (name == "HTTPS_PROXY").then(|| value.to_owned()));
    let told = set("http://anna:hunter2@proxy.example:3128/").unwrap();
    assert_eq!(told.state, State::Note(Cause::ProxySet("proxy.example:3128".into())));
    assert_eq!(set("not an address").unwrap().state, State::Broken(Cause::Damaged));
    assert_eq!(set(""), None);
}

#[cfg(unix)]
#[test]
fn a_socket_belongs_where_the_window_has_its_own_and_nowhere_else() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::find(Some(folder.path())).unwrap();
    let broken = || -> Vec<(Option<String>, State)> {
        let found = examine(&paths).into_iter().filter(|finding| finding.part == Part::Files);
        found.filter(|finding| finding.state != State::Fine).map(|it| (it.place, it.state)).collect()
    };
    let socket = paths.window_socket();
    trove_private_file::our_folder(socket.parent().unwrap()).unwrap();
    let _listening = UnixListener::bind(&socket).unwrap();
    std::fs::set_permissions(&socket, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(broken(), []);
    let other = socket.with_file_name("other");
    let _listening = UnixListener::bind(&other).unwrap();
    assert_eq!(broken(), [(Some("window/other".into()), State::Broken(Cause::NotAFile))]);
    std::fs::remove_file(other).unwrap();
    std::fs::remove_file(&socket).unwrap();
    symlink("/dev/zero", socket).unwrap();
    assert_eq!(broken(), [(Some("window/socket".into()), State::Broken(Cause::NotAFile))]);
}
