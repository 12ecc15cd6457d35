//! The system's own lock and sleep, where it tells of them: logind on Linux.
//!
//! A desktop that locks its screen asks logind to (`Lock`) or tells it afterwards
//! (`LockedHint`); before the computer sleeps, logind says so (`PrepareForSleep`). See
//! <https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html>.
//!
//! Not here: what becomes of the profile (`profile::idle_lock`), which sees sleep by its clocks
//! as well.

#[cfg(target_os = "linux")]
pub(crate) use linux::SessionSignals;
#[cfg(not(target_os = "linux"))]
pub(crate) use nowhere::SessionSignals;

#[cfg(target_os = "linux")]
mod linux {
    use futures::StreamExt;
    use futures::stream::{SelectAll, select_all};
    use std::collections::HashMap;
    use std::os::unix::fs::MetadataExt;
    use zbus::message::Type;
    use zbus::zvariant::{OwnedObjectPath, OwnedValue};
    use zbus::{Connection, MatchRule, Message, MessageStream, Proxy};

    const LOGIND: &str = "org.freedesktop.login1";
    const SESSION: &str = "org.freedesktop.login1.Session";
    const SESSIONS: &str = "/org/freedesktop/login1/session";
    /// Signals that wait to be looked at; what comes beside them says the same.
    const QUEUE: usize = 16;

    /// What logind says, from the moment that it was asked to.
    pub(crate) struct SessionSignals {
        bus: Connection,
        said: SelectAll<MessageStream>,
        user: u32,
    }

    impl SessionSignals {
        /// Listens on the system's bus, or on the one at `address`. `None` where there is none.
        pub async fn listen(address: Option<&str>) -> Option<Self> {
            let listening = async {
                let bus = match address {
                    Some(address) => zbus::connection::Builder::address(address)?.build().await?,
                    None => Connection::system().await?,
                };
                let mut said = Vec::new();
                for rule in rules()? {
                    said.push(MessageStream::for_match_rule(rule, &bus, Some(QUEUE)).await?);
                }
                zbus::Result::Ok((bus, said))
            };
            let (bus, said) = match listening.await {
                Ok(listening) => listening,
                Err(error) => {
                    tracing::info!(%error, "the system does not tell when it is locked");
                    return None;
                }
            };
            let user = std::fs::metadata("/proc/self").ok()?.uid();
            Some(Self { bus, said: select_all(said), user })
        }

        /// Waits until the system is locked or about to sleep; `None` once the bus is gone.
        pub async fn next(&mut self) -> Option<()> {
            loop {
                // A message that cannot be read says nothing.
                let Ok(message) = self.said.next().await? else { continue };
                match meaning(&message) {
                    Some(Said::Sleeps) => return Some(()),
                    Some(Said::Locked(session)) if self.is_ours(&session).await => return Some(()),
                    _ => {}
                }
            }
        }

        /// Whether a session is this user's. Where logind does not say, it is taken for it.
        async fn is_ours(&self, session: &str) -> bool {
            let user = async {
                let session = Proxy::new(&self.bus, LOGIND, session, SESSION).await?;
                session.get_property::<(u32, OwnedObjectPath)>("User").await
            };
            user.await.map_or(true, |(user, _)| user == self.user)
        }
    }

    fn rules() -> zbus::Result<[MatchRule<'static>; 3]> {
        let signal = || MatchRule::builder().msg_type(Type::Signal).sender(LOGIND);
        Ok([
            signal()?.interface(SESSION)?.member("Lock")?.build(),
            signal()?
                .interface("org.freedesktop.DBus.Properties")?
                .member("PropertiesChanged")?
                .path_namespace(SESSIONS)?
                .build(),
            signal()?.interface("org.freedesktop.login1.Manager")?.member("PrepareForSleep")?.build(),
        ])
    }

    enum Said {
        Sleeps,
        /// The path of the session.
        Locked(String),
    }

    fn meaning(message: &Message) -> Option<Said> {
        let header = message.header();
        let locked = || header.path().map(|path| Said::Locked(path.to_string()));
        match header.member()?.as_str() {
            "Lock" => locked(),
            // False: it wakes.
            "PrepareForSleep" => message.body().deserialize::<bool>().ok()?.then_some(Said::Sleeps),
            _ => {
                let body = message.body();
                let (interface, changed, _) =
                    body.deserialize::<(String, HashMap<String, OwnedValue>, Vec<String>)>().ok()?;
                let hint = changed.get("LockedHint").and_then(|hint| bool::try_from(hint).ok());
                if interface == SESSION && hint == Some(true) { locked() } else { None }
            }
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::SessionSignals;
    use std::collections::HashMap;
    use std::io::{BufRead, BufReader};
    use std::os::unix::fs::MetadataExt;
    use std::process::{Child, Command, Stdio};
    use zbus::connection::Builder;
    use zbus::zvariant::{OwnedObjectPath, Value};

    struct Session(u32);

    #[zbus::interface(name = "org.freedesktop.login1.Session")]
    impl Session {
        #[zbus(property)]
        fn user(&self) -> (u32, OwnedObjectPath) {
            (self.0, OwnedObjectPath::try_from("/org/freedesktop/login1/user/_1").unwrap())
        }
    }

    struct Daemon(Child);

    impl Drop for Daemon {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    fn daemon() -> Option<(Daemon, String)> {
        let started = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn();
        let mut daemon = started.ok()?;
        let pipe = daemon.stdout.take()?;
        let daemon = Daemon(daemon);
        let mut address = String::new();
        BufReader::new(pipe).read_line(&mut address).ok()?;
        Some((daemon, address.trim().to_owned()))
    }

    /// Check 42. Only what locks or puts to sleep, and only of this user's own session.
    #[tokio::test(flavor = "multi_thread")]
    #[expect(clippy::print_stdout, reason = "a skipped test says so")]
    async fn the_system_s_lock_is_heard_and_nobody_else_s() {
        let Some((daemon, address)) = daemon() else { return println!("skipped: no dbus-daemon") };
        let own = std::fs::metadata("/proc/self").unwrap().uid();
        let session = |name: &str| format!("/org/freedesktop/login1/session/{name}");
        let logind = Builder::address(address.as_str()).unwrap().name("org.freedesktop.login1").unwrap();
        let logind = logind.serve_at(session("ours"), Session(own)).unwrap();
        let logind = logind.serve_at(session("theirs"), Session(own + 1)).unwrap().build().await.unwrap();
        let stranger = Builder::address(address.as_str()).unwrap().build().await.unwrap();
        let mut signals = SessionSignals::listen(Some(&address)).await.unwrap();

        let lock = async |bus: &zbus::Connection, name: &str| {
            bus.emit_signal(None::<&str>, session(name), "org.freedesktop.login1.Session", "Lock", &())
                .await
                .unwrap();
        };
        let hint = async |name: &str, locked: bool| {
            let changed = HashMap::from([("LockedHint", Value::from(locked))]);
            let body = ("org.freedesktop.login1.Session", changed, Vec::<String>::new());
            let properties = "org.freedesktop.DBus.Properties";
            logind
                .emit_signal(None::<&str>, session(name), properties, "PropertiesChanged", &body)
                .await
                .unwrap();
        };
        let sleep = async |begins: bool| {
            let (path, manager) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
            logind.emit_signal(None::<&str>, path, manager, "PrepareForSleep", &begins).await.unwrap();
        };
        lock(&stranger, "ours").await;
        lock(&logind, "theirs").await;
        hint("ours", false).await;
        hint("theirs", true).await;
        sleep(false).await;
        lock(&logind, "ours").await;
        hint("ours", true).await;
        sleep(true).await;
        let mut heard = 0;
        while heard < 3 {
            signals.next().await.unwrap();
            heard += 1;
        }
        drop(daemon);
        while signals.next().await.is_some() {
            heard += 1;
        }
        assert_eq!(heard, 3);
    }
}

#[cfg(not(target_os = "linux"))]
mod nowhere {
    /// No system of these is asked yet.
    pub(crate) struct SessionSignals;

    impl SessionSignals {
        pub async fn listen(_address: Option<&str>) -> Option<Self> {
            None
        }

        pub async fn next(&mut self) -> Option<()> {
            None
        }
    }
}
