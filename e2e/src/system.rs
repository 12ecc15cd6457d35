//! As much of a desktop's services as the app talks to, on the story's own bus: who shows
//! trays and notifications, and logind. It writes down what it was told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::Connection;
use zbus::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use crate::process::{Outcome, until};

const LOGIND: &str = "/org/freedesktop/login1";
const SESSION: &str = "/org/freedesktop/login1/session/_31";

pub struct System {
    bus: Connection,
    told: Arc<Mutex<Told>>,
}

#[derive(Default)]
struct Told {
    /// Names on the bus, of who wants to be in the tray.
    trays: Vec<String>,
    notifications: Vec<String>,
}

impl System {
    pub async fn start(address: &str) -> Outcome<Self> {
        let told = Arc::<Mutex<Told>>::default();
        let bus = Builder::address(address)?
            .name("org.kde.StatusNotifierWatcher")?
            .name("org.freedesktop.Notifications")?
            .name("org.freedesktop.login1")?
            .serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&told)))?
            .serve_at("/org/freedesktop/Notifications", Notifications(Arc::clone(&told)))?
            .serve_at(LOGIND, Logind)?
            .serve_at(SESSION, Session)?
            .build()
            .await?;
        Ok(Self { bus, told })
    }

    pub fn notifications(&self) -> Vec<String> {
        self.told.lock().map(|told| told.notifications.clone()).unwrap_or_default()
    }

    /// What the app's item in the tray says; waits for it.
    pub async fn tray_title(&self) -> Outcome<String> {
        let item = until("an item in the tray", || async {
            Ok(self.told.lock().ok().and_then(|told| told.trays.last().cloned()))
        })
        .await?;
        let reply = self
            .bus
            .call_method(
                Some(item.as_str()),
                "/StatusNotifierItem",
                Some("org.freedesktop.DBus.Properties"),
                "Get",
                &("org.kde.StatusNotifierItem", "Title"),
            )
            .await?;
        let title: OwnedValue = reply.body().deserialize()?;
        Ok(String::try_from(title)?)
    }

    /// A click on the item in the tray.
    pub async fn click_tray(&self) -> Outcome {
        let item = self.told.lock().ok().and_then(|told| told.trays.last().cloned());
        let item = item.ok_or("nothing is in the tray")?;
        let place = ("/StatusNotifierItem", Some("org.kde.StatusNotifierItem"));
        self.bus.call_method(Some(item.as_str()), place.0, place.1, "Activate", &(0, 0)).await?;
        Ok(())
    }

    /// What GNOME's overview asks of the app for what is typed there: names of hits.
    pub async fn overview_finds(&self, terms: &[&str]) -> Outcome<Vec<String>> {
        Ok(self.overview_asks("GetInitialResultSet", &(terms,)).await?.body().deserialize()?)
    }

    pub async fn overview_titles(&self, names: &[String]) -> Outcome<Vec<String>> {
        let reply = self.overview_asks("GetResultMetas", &(names,)).await?;
        let metas: Vec<HashMap<String, OwnedValue>> = reply.body().deserialize()?;
        metas
            .into_iter()
            .map(|mut meta| Ok(String::try_from(meta.remove("name").ok_or("a hit without a name")?)?))
            .collect()
    }

    /// Enter on a hit in the overview.
    pub async fn overview_opens(&self, name: &str, terms: &[&str]) -> Outcome {
        self.overview_asks("ActivateResult", &(name, terms, 0_u32)).await?;
        Ok(())
    }

    /// Enter on the app itself there.
    pub async fn overview_goes_on(&self, terms: &[&str]) -> Outcome {
        self.overview_asks("LaunchSearch", &(terms, 0_u32)).await?;
        Ok(())
    }

    async fn overview_asks<B>(&self, method: &str, body: &B) -> Outcome<zbus::Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let (name, place) =
            ("net.trovesearch.desktop.SearchProvider", "/net/trovesearch/desktop/SearchProvider");
        let interface = Some("org.gnome.Shell.SearchProvider2");
        Ok(self.bus.call_method(Some(name), place, interface, method, body).await?)
    }

    /// The system locks the session's screen.
    pub async fn lock_screen(&self) -> Outcome {
        self.bus.emit_signal(None::<&str>, SESSION, "org.freedesktop.login1.Session", "Lock", &()).await?;
        Ok(())
    }

    /// The computer is about to sleep.
    pub async fn prepare_for_sleep(&self) -> Outcome {
        let manager = "org.freedesktop.login1.Manager";
        self.bus.emit_signal(None::<&str>, LOGIND, manager, "PrepareForSleep", &true).await?;
        Ok(())
    }
}

struct Watcher(Arc<Mutex<Told>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        if let Ok(mut told) = self.0.lock() {
            told.trays.push(service);
        }
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

struct Notifications(Arc<Mutex<Told>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "Desktop Notifications Specification, `Notify`")]
    fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        self.0.lock().map_or(0, |mut told| {
            told.notifications.push(format!("{summary}: {body}"));
            1
        })
    }
}

struct Logind;

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    #[zbus(name = "GetSessionByPID")]
    fn get_session_by_pid(&self, _pid: u32) -> zbus::fdo::Result<OwnedObjectPath> {
        OwnedObjectPath::try_from(SESSION).map_err(|why| zbus::fdo::Error::Failed(why.to_string()))
    }

    fn inhibit(&self, _what: &str, _who: &str, _why: &str, _mode: &str) -> zbus::fdo::Result<Delay> {
        delay().map_err(|why| zbus::fdo::Error::Failed(why.to_string()))
    }
}

/// What keeps the computer awake while it is open. Where a bus hands over no open files there is
/// no logind either.
#[cfg(unix)]
type Delay = zbus::zvariant::OwnedFd;
#[cfg(not(unix))]
type Delay = String;

#[cfg(unix)]
fn delay() -> std::io::Result<Delay> {
    Ok(std::os::fd::OwnedFd::from(std::fs::File::open("/dev/null")?).into())
}

#[cfg(not(unix))]
fn delay() -> std::io::Result<Delay> {
    Err(std::io::ErrorKind::Unsupported.into())
}

struct Session;

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        false
    }
}
