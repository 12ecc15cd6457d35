//! The item in the tray or menu bar: a sign of how things are, and a menu of three. Never the
//! only way back to the window: starting the app again is another.
//!
//! On Linux over D-Bus (StatusNotifierItem): it is known whether the desktop shows it, and no
//! library has to be there.

use crate::window;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager};
use trove_app::App;
use trove_app::desktop_host::TrayFace;
use trove_app::ui_types::TrayState;

#[cfg(target_os = "linux")]
use linux::Item;
#[cfg(not(target_os = "linux"))]
use native::Item;

pub struct Tray {
    window: AppHandle,
    item: Mutex<Shown>,
}

#[derive(Default)]
enum Shown {
    #[default]
    Off,
    There(Item),
    NotHere,
}

impl Tray {
    pub fn new(window: AppHandle) -> Self {
        Self { window, item: Mutex::default() }
    }

    /// Shows `face`, or takes the item away. Where the desktop had no tray, it is asked again.
    pub fn show(&self, face: Option<TrayFace>) {
        let mut item = self.item.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(face) = face else {
            *item = Shown::Off;
            return;
        };
        match &*item {
            Shown::There(there) if there.is_there() => there.show(face),
            _ => {
                *item = match Item::start(&self.window, face) {
                    Some(there) => Shown::There(there),
                    None => Shown::NotHere,
                }
            }
        }
    }

    pub fn state(&self) -> TrayState {
        match &*self.item.lock().unwrap_or_else(PoisonError::into_inner) {
            Shown::Off => TrayState::Off,
            Shown::There(there) if there.is_there() => TrayState::Shown,
            Shown::There(_) | Shown::NotHere => TrayState::NotHere,
        }
    }
}

/// What the menu's items do.
fn open(window: &AppHandle) {
    window::summon(window);
}

fn lock(window: &AppHandle) {
    let app = window.state::<App>().inner().clone();
    tauri::async_runtime::spawn(async move { app.lock().await });
}

fn quit(window: &AppHandle) {
    window.exit(0);
}

#[cfg(target_os = "linux")]
mod linux {
    use super::{AppHandle, TrayFace, lock, open, quit};
    use futures::executor::block_on;
    use ksni::menu::StandardItem;
    use ksni::{Icon, MenuItem, OfflineReason, Status, ToolTip, TrayMethods};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use trove_app::desktop_host::Sign;

    pub struct Item {
        handle: ksni::Handle<Face>,
        there: Arc<AtomicBool>,
    }

    struct Face {
        window: AppHandle,
        face: TrayFace,
        icons: Vec<Icon>,
        there: Arc<AtomicBool>,
    }

    impl Item {
        /// `None` where nothing shows items: no bus, no watcher, no host.
        pub fn start(window: &AppHandle, face: TrayFace) -> Option<Self> {
            let there = Arc::new(AtomicBool::new(true));
            let icons = icons(window);
            let item = Face { window: window.clone(), face, icons, there: Arc::clone(&there) };
            match block_on(item.spawn()) {
                Ok(handle) => Some(Self { handle, there }),
                Err(error) => {
                    tracing::info!(%error, "this desktop shows no tray");
                    None
                }
            }
        }

        pub fn show(&self, face: TrayFace) {
            block_on(self.handle.update(|item| item.face = face));
        }

        pub fn is_there(&self) -> bool {
            self.there.load(Ordering::Relaxed) && !self.handle.is_closed()
        }
    }

    impl Drop for Item {
        fn drop(&mut self) {
            self.handle.shutdown();
        }
    }

    impl ksni::Tray for Face {
        fn id(&self) -> String {
            trove_app::paths::IDENTIFIER.into()
        }

        fn title(&self) -> String {
            self.face.text.clone()
        }

        fn status(&self) -> Status {
            match self.face.sign {
                Sign::NeedsToken => Status::NeedsAttention,
                Sign::Locked | Sign::Reading | Sign::UpToDate => Status::Active,
            }
        }

        fn icon_pixmap(&self) -> Vec<Icon> {
            self.icons.clone()
        }

        fn attention_icon_pixmap(&self) -> Vec<Icon> {
            self.icons.clone()
        }

        fn tool_tip(&self) -> ToolTip {
            ToolTip { title: "Trove".into(), description: self.face.text.clone(), ..ToolTip::default() }
        }

        fn activate(&mut self, _x: i32, _y: i32) {
            open(&self.window);
        }

        fn menu(&self) -> Vec<MenuItem<Self>> {
            let text = StandardItem { label: self.face.text.clone(), enabled: false, ..Default::default() };
            let mut items = vec![text.into(), MenuItem::Separator, item(&self.face.open, open)];
            items.extend(self.face.lock.as_ref().map(|label| item(label, lock)));
            items.push(item(&self.face.quit, quit));
            items
        }

        fn watcher_online(&self) {
            self.there.store(true, Ordering::Relaxed);
        }

        /// It waits for another: desktops restart theirs.
        fn watcher_offline(&self, _reason: OfflineReason) -> bool {
            self.there.store(false, Ordering::Relaxed);
            true
        }
    }

    fn item(label: &str, does: fn(&AppHandle)) -> MenuItem<Face> {
        let activate = Box::new(move |face: &mut Face| does(&face.window));
        StandardItem { label: label.into(), activate, ..Default::default() }.into()
    }

    /// The app's own picture. The protocol wants alpha first.
    fn icons(window: &AppHandle) -> Vec<Icon> {
        let Some(icon) = window.default_window_icon() else { return Vec::new() };
        let argb = icon.rgba().chunks_exact(4).flat_map(|dot| {
            let alpha = dot.get(3).copied().unwrap_or_default();
            std::iter::once(alpha).chain(dot.iter().take(3).copied())
        });
        let (width, height) = (i32::try_from(icon.width()), i32::try_from(icon.height()));
        let (Ok(width), Ok(height)) = (width, height) else { return Vec::new() };
        vec![Icon { width, height, data: argb.collect() }]
    }
}

/// Windows and macOS, through Tauri; not run by any test here.
#[cfg(not(target_os = "linux"))]
mod native {
    use super::{AppHandle, TrayFace, lock, open, quit};
    use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
    use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

    pub struct Item(TrayIcon);

    impl Item {
        pub fn start(window: &AppHandle, face: TrayFace) -> Option<Self> {
            let icon = window.default_window_icon()?.clone();
            let tray = TrayIconBuilder::new()
                .icon(icon)
                .show_menu_on_left_click(cfg!(target_os = "macos"))
                .on_menu_event(|window, event| match event.id().as_ref() {
                    "open" => open(window),
                    "lock" => lock(window),
                    "quit" => quit(window),
                    _ => {}
                })
                .on_tray_icon_event(|tray, event| {
                    let pressed = matches!(
                        event,
                        TrayIconEvent::Click {
                            button: MouseButton::Left,
                            button_state: MouseButtonState::Up,
                            ..
                        }
                    );
                    if pressed && !cfg!(target_os = "macos") {
                        open(tray.app_handle());
                    }
                })
                .build(window)
                .ok()?;
            let item = Self(tray);
            item.show(face);
            Some(item)
        }

        pub fn show(&self, face: TrayFace) {
            let _ = self.0.set_tooltip(Some(format!("Trove: {}", face.text)));
            if let Ok(menu) = menu(self.0.app_handle(), &face) {
                let _ = self.0.set_menu(Some(menu));
            }
        }

        pub fn is_there(&self) -> bool {
            true
        }
    }

    fn menu(window: &AppHandle, face: &TrayFace) -> tauri::Result<Menu<tauri::Wry>> {
        let none = None::<&str>;
        let menu = Menu::new(window)?;
        menu.append(&MenuItem::new(window, &face.text, false, none)?)?;
        menu.append(&PredefinedMenuItem::separator(window)?)?;
        menu.append(&MenuItem::with_id(window, "open", &face.open, true, none)?)?;
        if let Some(label) = &face.lock {
            menu.append(&MenuItem::with_id(window, "lock", label, true, none)?)?;
        }
        menu.append(&MenuItem::with_id(window, "quit", &face.quit, true, none)?)?;
        Ok(menu)
    }
}
