//! The system locks its screen or is about to sleep: what it tells of that. On Linux logind
//! does (org.freedesktop.login1); a delay is asked of it, so that the profile is closed before
//! the computer sleeps. Other systems are not listened to; after sleep the clocks tell there.
//!
//! What is then locked is the core's.

use std::sync::atomic::AtomicBool;

/// What this system can tell, as far as it is known.
#[derive(Default)]
pub struct Tells {
    pub lock: AtomicBool,
    pub sleep: AtomicBool,
}

#[cfg(target_os = "linux")]
pub use linux::listen;

#[cfg(target_os = "linux")]
mod linux {
    use super::Tells;
    use futures::{Stream, StreamExt};
    use std::pin::Pin;
    use std::sync::Arc;
    use std::sync::atomic::Ordering;
    use zbus::Connection;
    use zbus::zvariant::{OwnedFd, OwnedObjectPath};

    #[zbus::proxy(
        interface = "org.freedesktop.login1.Manager",
        default_service = "org.freedesktop.login1",
        default_path = "/org/freedesktop/login1"
    )]
    trait Manager {
        fn get_session(&self, id: &str) -> zbus::Result<OwnedObjectPath>;
        #[zbus(name = "GetSessionByPID")]
        fn get_session_by_pid(&self, pid: u32) -> zbus::Result<OwnedObjectPath>;
        fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;
        #[zbus(signal)]
        fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
    }

    #[zbus::proxy(interface = "org.freedesktop.login1.User", default_service = "org.freedesktop.login1")]
    trait User {
        /// The session that the user sees.
        #[zbus(property)]
        fn display(&self) -> zbus::Result<(String, OwnedObjectPath)>;
    }

    #[zbus::proxy(interface = "org.freedesktop.login1.Session", default_service = "org.freedesktop.login1")]
    trait Session {
        /// What the session's screen should do now.
        #[zbus(signal)]
        fn lock(&self) -> zbus::Result<()>;
        /// What it has done: desktops set it, who have locked by themselves.
        #[zbus(property)]
        fn locked_hint(&self) -> zbus::Result<bool>;
    }

    enum Heard {
        Locks,
        Sleeps,
        Wakes,
    }

    /// Calls `locks` each time, and waits for it. Ends where there is no logind.
    pub async fn listen(tells: Arc<Tells>, locks: impl AsyncFn()) {
        let heard = async {
            let bus = Connection::system().await?;
            follow(&bus, &tells, locks).await
        };
        if let Err(error) = heard.await {
            tracing::info!(%error, "the system does not tell when it locks or sleeps");
        }
        tells.lock.store(false, Ordering::Relaxed);
        tells.sleep.store(false, Ordering::Relaxed);
    }

    async fn follow(bus: &Connection, tells: &Tells, locks: impl AsyncFn()) -> zbus::Result<()> {
        let manager = ManagerProxy::new(bus).await?;
        let sleeps = manager.receive_prepare_for_sleep().await?.map(|signal| match signal.args() {
            Ok(arguments) if !arguments.start => Heard::Wakes,
            _ => Heard::Sleeps,
        });
        let mut delay = delay(&manager).await;
        tells.sleep.store(delay.is_some(), Ordering::Relaxed);
        let mut all: Vec<Pin<Box<dyn Stream<Item = Heard> + Send>>> = vec![Box::pin(sleeps)];
        if let Some(session) = session(bus, &manager).await {
            let session = SessionProxy::new(bus, session).await?;
            all.push(Box::pin(session.receive_lock().await?.map(|_| Heard::Locks)));
            let hints = session.receive_locked_hint_changed().await;
            all.push(Box::pin(hints.filter_map(async |hint| hint.get().await.ok()?.then_some(Heard::Locks))));
            tells.lock.store(true, Ordering::Relaxed);
        }
        let mut heard = futures::stream::select_all(all);
        while let Some(heard) = heard.next().await {
            match heard {
                Heard::Locks => locks().await,
                Heard::Sleeps => {
                    locks().await;
                    // The computer sleeps once nobody asks for a delay any more.
                    delay = None;
                }
                Heard::Wakes => delay = self::delay(&manager).await,
            }
        }
        drop(delay);
        Ok(())
    }

    /// `None` where logind does not answer or gives none.
    async fn delay(manager: &ManagerProxy<'_>) -> Option<OwnedFd> {
        manager.inhibit("sleep", "Trove", "Closes the open profile", "delay").await.ok()
    }

    /// The session this program is seen in. Programs that systemd starts for the user are in
    /// none of their own.
    async fn session(bus: &Connection, manager: &ManagerProxy<'_>) -> Option<OwnedObjectPath> {
        if let Ok(id) = std::env::var("XDG_SESSION_ID")
            && let Ok(session) = manager.get_session(&id).await
        {
            return Some(session);
        }
        if let Ok(session) = manager.get_session_by_pid(std::process::id()).await {
            return Some(session);
        }
        let user = UserProxy::new(bus, "/org/freedesktop/login1/user/self").await.ok()?;
        let (id, session) = user.display().await.ok()?;
        (!id.is_empty()).then_some(session)
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use futures::channel::mpsc;
        use std::io::{BufRead, BufReader};
        use std::os::unix::net::UnixStream;
        use std::process::{Child, Command, Stdio};
        use std::sync::atomic::AtomicU32;
        use zbus::connection::Builder;
        use zbus::object_server::SignalEmitter;

        const SESSION: &str = "/org/freedesktop/login1/session/_31";

        /// As much of logind as is asked; it counts the delays it has given.
        struct Logind(Arc<AtomicU32>);

        #[zbus::interface(name = "org.freedesktop.login1.Manager")]
        impl Logind {
            #[zbus(name = "GetSessionByPID")]
            fn get_session_by_pid(&self, _pid: u32) -> OwnedObjectPath {
                OwnedObjectPath::try_from(SESSION).unwrap()
            }

            fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
                assert_eq!((what, mode), ("sleep", "delay"));
                self.0.fetch_add(1, Ordering::SeqCst);
                let (kept, given) = UnixStream::pair().unwrap();
                // Lives as long as the test: what is watched is the other end.
                std::mem::forget(kept);
                OwnedFd::from(std::os::fd::OwnedFd::from(given))
            }

            #[zbus(signal)]
            async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, start: bool) -> zbus::Result<()>;
        }

        struct Seat(bool);

        #[zbus::interface(name = "org.freedesktop.login1.Session")]
        impl Seat {
            #[zbus(signal)]
            async fn lock(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

            #[zbus(property)]
            fn locked_hint(&self) -> bool {
                self.0
            }
        }

        /// A bus of the test's own; ends with it.
        struct Bus {
            daemon: Child,
            address: String,
        }

        impl Bus {
            fn start() -> Option<Self> {
                let mut command = Command::new("dbus-daemon");
                command.args(["--session", "--nofork", "--print-address=1"]).stdout(Stdio::piped());
                let mut daemon = command.spawn().ok()?;
                let mut address = String::new();
                BufReader::new(daemon.stdout.take()?).read_line(&mut address).ok()?;
                Some(Self { daemon, address: address.trim().to_owned() })
            }
        }

        impl Drop for Bus {
            fn drop(&mut self) {
                let _ = self.daemon.kill();
                let _ = self.daemon.wait();
            }
        }

        #[tokio::test(flavor = "multi_thread")]
        async fn the_session_s_lock_and_sleep_lock_once_each() {
            let Some(bus) = Bus::start() else {
                eprintln!("skipped: there is no dbus-daemon here");
                return;
            };
            let given = Arc::new(AtomicU32::new(0));
            let server = Builder::address(bus.address.as_str())
                .unwrap()
                .name("org.freedesktop.login1")
                .unwrap()
                .serve_at("/org/freedesktop/login1", Logind(Arc::clone(&given)))
                .unwrap()
                .serve_at(SESSION, Seat(false))
                .unwrap()
                .build()
                .await
                .unwrap();
            let client = Builder::address(bus.address.as_str()).unwrap().build().await.unwrap();

            let tells = Arc::new(Tells::default());
            let (told, mut locked) = mpsc::unbounded();
            let known = Arc::clone(&tells);
            let following = follow(&client, &known, async || told.unbounded_send(()).unwrap());
            let story = async {
                until(|| tells.lock.load(Ordering::Relaxed)).await;
                assert!(tells.sleep.load(Ordering::Relaxed));
                tell(&server, &given, &mut locked).await;
            };
            tokio::select! {
                ended = following => panic!("it has given up: {ended:?}"),
                () = story => {}
            }
        }

        async fn until(so: impl Fn() -> bool) {
            while !so() {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        }

        /// What logind tells in a day.
        async fn tell(server: &Connection, given: &AtomicU32, locked: &mut mpsc::UnboundedReceiver<()>) {
            let objects = server.object_server();
            let manager = objects.interface::<_, Logind>("/org/freedesktop/login1").await.unwrap();
            let seat = objects.interface::<_, Seat>(SESSION).await.unwrap();
            Seat::lock(seat.signal_emitter()).await.unwrap();
            locked.next().await.unwrap();
            seat.get_mut().await.0 = true;
            seat.get().await.locked_hint_changed(seat.signal_emitter()).await.unwrap();
            locked.next().await.unwrap();
            // Unlocked again: nothing to do.
            seat.get_mut().await.0 = false;
            seat.get().await.locked_hint_changed(seat.signal_emitter()).await.unwrap();
            Logind::prepare_for_sleep(manager.signal_emitter(), true).await.unwrap();
            locked.next().await.unwrap();
            assert_eq!(given.load(Ordering::SeqCst), 1);
            // Awake, a delay is asked for before the next sleep.
            Logind::prepare_for_sleep(manager.signal_emitter(), false).await.unwrap();
            until(|| given.load(Ordering::SeqCst) == 2).await;
            assert!(locked.try_recv().is_err(), "neither unlocking nor waking locks");
        }
    }
}
