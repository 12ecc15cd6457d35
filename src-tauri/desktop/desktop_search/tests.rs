//! The calls that GNOME Shell and KRunner make, over a bus of the test's own.

use super::*;
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::OwnedValue;

/// A bus that ends with the test.
struct Bus(Child, String);

impl Bus {
    fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self(daemon, address.trim().to_owned())
    }

    fn builder(&self) -> Builder<'_> {
        Builder::address(self.1.as_str()).unwrap()
    }

    fn shell(&self) -> Connection {
        zbus::blocking::connection::Builder::address(self.1.as_str()).unwrap().build().unwrap()
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An app with these titles, of which each is its own id.
#[derive(Default)]
struct Titles {
    all: Mutex<Vec<String>>,
    locked: AtomicBool,
    done: Mutex<Vec<String>>,
}

impl Answering for Titles {
    /// Also while it is locked: as if the lock came before this was handed over.
    fn search(&self, text: String) -> BoxFuture<'static, Vec<(String, String)>> {
        let word = text.to_lowercase();
        let has = |title: &&String| title.to_lowercase().contains(&word);
        let found =
            self.all.lock().unwrap().iter().filter(has).map(|title| (title.clone(), title.clone())).collect();
        async { found }.boxed()
    }

    fn is_open(&self) -> BoxFuture<'static, bool> {
        let open = !self.locked.load(Ordering::SeqCst);
        async move { open }.boxed()
    }

    fn open(&self, page: String, asked: String) -> BoxFuture<'static, ()> {
        self.done.lock().unwrap().push(format!("open {page} for {asked}"));
        async {}.boxed()
    }

    fn show(&self, asked: String) {
        self.done.lock().unwrap().push(format!("show {asked}"));
    }
}

struct Session {
    app: Arc<Titles>,
    search: DesktopSearch,
    shell: Connection,
    _bus: Bus,
}

fn session(titles: &[&str]) -> Session {
    let bus = Bus::start();
    let app = Arc::new(Titles::default());
    *app.all.lock().unwrap() = titles.iter().map(|title| (*title).to_owned()).collect();
    let search = DesktopSearch::over(bus.builder(), Arc::clone(&app) as Arc<dyn Answering>).unwrap();
    Session { app, search, shell: bus.shell(), _bus: bus }
}

impl Session {
    fn gnome(&self) -> Proxy<'_> {
        Proxy::new(&self.shell, NAME, GNOME, "org.gnome.Shell.SearchProvider2").unwrap()
    }

    fn krunner(&self) -> Proxy<'_> {
        Proxy::new(&self.shell, NAME, KRUNNER, "org.kde.krunner1").unwrap()
    }

    fn names(&self, terms: &[&str]) -> Vec<String> {
        self.gnome().call("GetInitialResultSet", &(terms,)).unwrap()
    }

    fn titles(&self, names: &[String]) -> Vec<String> {
        let metas: Vec<HashMap<String, OwnedValue>> = self.gnome().call("GetResultMetas", &(names,)).unwrap();
        metas
            .into_iter()
            .map(|mut meta| {
                // Titles and names, and nothing else of a page.
                assert_eq!(meta.len(), 2);
                String::try_from(meta.remove("name").unwrap()).unwrap()
            })
            .collect()
    }

    fn done(&self) -> Vec<String> {
        std::mem::take(&mut *self.app.done.lock().unwrap())
    }
}

#[test]
fn gnome_s_overview_finds_and_opens() {
    let session = session(&["Kitchen desk", "Kitchen plan", "Roadmap"]);
    let names = session.names(&["kitchen"]);
    assert_eq!(session.titles(&names), ["Kitchen desk", "Kitchen plan"]);
    assert!(names.iter().all(|name| !name.to_lowercase().contains("kitchen")));
    // The same pages keep their names while a person types on.
    let fewer: Vec<String> =
        session.gnome().call("GetSubsearchResultSet", &(&names, &["kitchen", "plan"][..])).unwrap();
    assert_eq!(fewer, names[1..]);

    let gnome = session.gnome();
    gnome.call::<_, _, ()>("ActivateResult", &(&names[0], &["kitchen"][..], 0_u32)).unwrap();
    gnome.call::<_, _, ()>("ActivateResult", &("never told", &["kitchen"][..], 0_u32)).unwrap();
    gnome.call::<_, _, ()>("LaunchSearch", &(&["kitchen", "plan"][..], 0_u32)).unwrap();
    assert_eq!(session.done(), ["open Kitchen desk for kitchen", "show kitchen", "show kitchen plan"]);
}

#[test]
fn krunner_finds_and_opens() {
    let session = session(&["Kitchen desk", "Kitchen plan"]);
    type Told = (String, String, String, i32, f64, HashMap<String, OwnedValue>);
    let found: Vec<Told> = session.krunner().call("Match", &("kitchen",)).unwrap();
    let titles: Vec<&str> = found.iter().map(|(_, title, ..)| title.as_str()).collect();
    assert_eq!(titles, ["Kitchen desk", "Kitchen plan"]);
    assert!(found[0].4 > found[1].4, "in the order of the answer");
    session.krunner().call::<_, _, ()>("Run", &(&found[1].0, "")).unwrap();
    assert_eq!(session.done(), ["open Kitchen plan for "]);
    let actions: Vec<(String, String, String)> = session.krunner().call("Actions", &()).unwrap();
    assert_eq!(actions, []);
}

#[test]
fn a_locked_profile_answers_nothing_old_or_new() {
    let session = session(&["Kitchen desk"]);
    let names = session.names(&["kitchen"]);
    assert_eq!(session.titles(&names), ["Kitchen desk"]);

    session.app.locked.store(true, Ordering::SeqCst);
    session.search.forget();
    assert_eq!((session.names(&["kitchen"]), session.titles(&names)), (vec![], vec![]));
    // Unlocked again, perhaps by somebody else: names of before mean nothing.
    session.app.locked.store(false, Ordering::SeqCst);
    assert_eq!(session.titles(&names), [] as [&str; 0]);
    session.gnome().call::<_, _, ()>("ActivateResult", &(&names[0], &["kitchen"][..], 0_u32)).unwrap();
    assert_eq!(session.done(), ["show kitchen"]);
}

#[test]
fn titles_are_one_line_and_nothing_is_without_bounds() {
    let many: Vec<String> = (0..300).map(|number| format!("Page {number}")).collect();
    let mut titles: Vec<&str> = many.iter().map(String::as_str).collect();
    titles.extend(["two\nlines \u{202e}turned", " \u{200e}"]);
    let session = session(&titles);
    assert_eq!(session.titles(&session.names(&["lines"])), ["two lines turned"]);
    assert_eq!(session.names(&["page"]).len(), MOST as usize);
    let nothing = "x".repeat(LONGEST + 1);
    for terms in [&[][..], &[""], &["  "], &["\u{200e}"], &[nothing.as_str()]] {
        assert_eq!(session.names(terms), [] as [&str; 0], "{terms:?}");
    }
    let first = session.names(&["page 0"]);
    for number in 0..=KEPT {
        session.names(&[&format!("page {number}")]);
    }
    assert!(session.search.hits.lock().unwrap().by_name.len() <= KEPT);
    assert_eq!(session.titles(&first), [] as [&str; 0], "the oldest was forgotten");
}

#[test]
fn another_program_that_has_the_name_keeps_it() {
    let bus = Bus::start();
    let other = bus.shell();
    other.request_name(NAME).unwrap();
    let refused = DesktopSearch::over(bus.builder(), Arc::new(Titles::default()));
    assert!(matches!(refused, Err(zbus::Error::NameTaken)));
}
