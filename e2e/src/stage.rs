//! What one story plays on: a home, a bus, a local Notion, and the app in a real window.
//!
//! Everything started here ends with the stage, programs that the system started on a
//! link's behalf included.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use serde_json::json;

use crate::assistant::Assistant;
use crate::bus::Bus;
use crate::display::Display;
use crate::home::Home;
use crate::process::{Outcome, PATIENCE, Running, free_port, set_mode, until};
use crate::sim::Sim;
use crate::system::System;
use crate::window::Window;

/// The app's identifier: its scheme, and its name on the bus.
pub const IDENTIFIER: &str = "net.trovesearch.desktop";

/// Where the Debian package puts the app.
pub const INSTALLED: &str = "/usr/bin/trove-desktop";

pub struct Stage {
    pub story: &'static str,
    pub sim: Sim,
    pub home: Home,
    display: String,
    // Programs end before the bus they are on.
    app: RefCell<Option<Running>>,
    strangers: RefCell<Vec<u32>>,
    bus: Bus,
    /// The window looked at last, for a picture when the story fails.
    window: RefCell<Option<Rc<Window>>>,
    pictures: Cell<u32>,
    /// Outside the home: what the story's own programs keep is not Trove's.
    aside: tempfile::TempDir,
    binaries: PathBuf,
    out: PathBuf,
}

impl Stage {
    pub fn new(
        story: &'static str,
        sim: &[&str],
        display: &Display,
        binaries: &Path,
        out: &Path,
    ) -> Outcome<Self> {
        let home = Home::new()?;
        let aside = tempfile::Builder::new().prefix("trove-aside-").tempdir()?;
        let bus = Bus::start(|command| {
            home.environment(command);
            command.env("DISPLAY", &display.name);
        })?;
        let stage = Self {
            story,
            sim: Sim::start(&binaries.join("trove-sim"), sim)?,
            home,
            display: display.name.clone(),
            app: RefCell::default(),
            strangers: RefCell::default(),
            bus,
            window: RefCell::default(),
            pictures: Cell::new(0),
            aside,
            binaries: binaries.to_owned(),
            out: out.to_owned(),
        };
        stage.set_recording_browser()?;
        Ok(stage)
    }

    /// A command with the story's environment and nothing of the machine's desktop.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        self.home.environment(&mut command);
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
            // Whether the machine locks or sleeps is no part of a story.
            .env("DBUS_SYSTEM_BUS_ADDRESS", &self.bus.address)
            .env_remove("XDG_SESSION_ID")
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .env("TROVE_NOTION_ORIGIN", &self.sim.origin)
            .env("TROVE_LOG", "trace")
            .env("RUST_LOG", "trace");
        command
    }

    pub fn log(&self) -> PathBuf {
        self.out.join(format!("{}.log", self.story))
    }

    pub fn aside(&self) -> &Path {
        self.aside.path()
    }

    /// Starts the app as a person would, and takes its window.
    pub async fn open_app(&self) -> Outcome<Rc<Window>> {
        self.open(self.command(self.binaries.join("trove-desktop"))).await
    }

    /// The same pointed at Notion itself, which no story can reach.
    pub async fn open_app_at_notion(&self) -> Outcome<Rc<Window>> {
        let mut command = self.command(self.binaries.join("trove-desktop"));
        command.env_remove("TROVE_NOTION_ORIGIN");
        self.open(command).await
    }

    /// The same with other variables.
    pub async fn open_app_with(&self, variables: &[(&str, &str)]) -> Outcome<Rc<Window>> {
        let mut command = self.command(self.binaries.join("trove-desktop"));
        command.envs(variables.iter().copied());
        self.open(command).await
    }

    /// The same with the app of the installed package.
    pub async fn open_installed_app(&self) -> Outcome<Rc<Window>> {
        self.open(self.command(INSTALLED)).await
    }

    async fn open(&self, mut command: Command) -> Outcome<Rc<Window>> {
        let port = free_port()?;
        drivable(&mut command, port);
        let app = Running::start(&mut command, &self.log())?;
        self.app.replace(Some(app));
        self.take_window(port).await
    }

    /// Has the system open an address while no app runs; the app it starts is taken.
    pub async fn open_app_by_link(&self, address: &str) -> Outcome<Rc<Window>> {
        let port = free_port()?;
        let mut command = self.command("gio");
        drivable(command.args(["open", address]), port);
        Running::start(&mut command, &self.log())?.finish().await?;
        let window = self.take_window(port).await?;
        self.adopt().await?;
        Ok(window)
    }

    /// Has the system open an address.
    pub async fn open_link(&self, address: &str) -> Outcome {
        Running::start(self.command("gio").args(["open", address]), &self.log())?.finish().await
    }

    /// The same without glib's help: what a bare window manager has.
    pub async fn open_link_without_desktop(&self, address: &str) -> Outcome {
        Running::start(self.command("xdg-open").arg(address), &self.log())?.finish().await
    }

    /// The app's engine showing `address`, without the app.
    pub async fn open_bare_webview(&self, address: &str) -> Outcome<Window> {
        Window::bare(&mut self.command("WebKitWebDriver"), address, &self.log()).await
    }

    async fn take_window(&self, port: u16) -> Outcome<Rc<Window>> {
        let window = Rc::new(Window::attach(port, &self.log()).await?);
        self.window.replace(Some(Rc::clone(&window)));
        Ok(window)
    }

    /// Starts the app with these arguments while one runs: it hands them over and ends.
    pub async fn start_again(&self, arguments: &[&str]) -> Outcome {
        let mut command = self.command(self.binaries.join("trove-desktop"));
        Running::start(command.args(arguments), &self.log())?.finish().await
    }

    /// Starts the app with these arguments, as at login, and takes its window.
    pub async fn open_app_saying(&self, arguments: &[&str]) -> Outcome<Rc<Window>> {
        let mut command = self.command(self.binaries.join("trove-desktop"));
        command.args(arguments);
        self.open(command).await
    }

    /// Starts the app without taking its window.
    pub fn start_app(&self) -> Outcome<u32> {
        let app = Running::start(&mut self.command(self.binaries.join("trove-desktop")), &self.log())?;
        let id = app.id();
        self.app.replace(Some(app));
        Ok(id)
    }

    /// Waits until the app has ended by itself, and well.
    pub async fn app_ends(&self) -> Outcome {
        self.forget_window();
        let status =
            until("the app to end", || async { Ok(self.app.borrow_mut().as_mut().and_then(Running::ended)) })
                .await?;
        self.app.replace(None);
        if status.success() { Ok(()) } else { Err(format!("the app ended with {status}").into()) }
    }

    /// An assistant's program, which has started `trove mcp` here.
    pub fn assistant(&self) -> Outcome<Assistant> {
        Assistant::start(self.command(self.binaries.join("trove")).arg("mcp"))
    }

    pub fn app_id(&self) -> Option<u32> {
        self.app.borrow().as_ref().map(Running::id)
    }

    /// Keys of the whole system, as `xdotool` names them: they go to who holds them, else to
    /// the window with the focus.
    pub async fn system_keys(&self, keys: &str) -> Outcome {
        Running::start(self.command("xdotool").args(["key", keys]), &self.log())?.finish().await
    }

    /// What `xdotool` answers; nothing where it finds nothing.
    pub fn ask_display(&self, arguments: &[&str]) -> String {
        let output = self.command("xdotool").args(arguments).stderr(Stdio::null()).output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
    }

    /// Whether the app's window is on screen.
    pub fn is_on_screen(&self) -> bool {
        !self.ask_display(&["search", "--onlyvisible", "--name", "Trove$"]).is_empty()
    }

    /// `after` is what should bring it or send it away.
    pub async fn until_on_screen(&self, wanted: bool, after: &str) -> Outcome {
        let state = if wanted { "on screen" } else { "gone" };
        let what = &format!("the window to be {state} after {after}");
        until(what, || async { Ok((self.is_on_screen() == wanted).then_some(())) }).await
    }

    /// The desktop's services on this story's bus.
    pub async fn system(&self) -> Outcome<System> {
        System::start(&self.bus.address).await
    }

    /// Remembers the app that the system started, so that it ends with the stage.
    async fn adopt(&self) -> Outcome {
        let name = format!("{IDENTIFIER}.SingleInstance");
        let id = until("the app's name on the bus", || async { Ok(self.bus.owner(&name)) }).await?;
        self.strangers.borrow_mut().push(id);
        Ok(())
    }

    /// Gives the window a size, in dots of the screen.
    pub async fn resize(&self, window: &Window, width: u32, height: u32) -> Outcome {
        let size = [width.to_string(), height.to_string()];
        let mut command = self.command("xdotool");
        command.args(["search", "--sync", "--onlyvisible", "--name", "Trove", "windowsize", "--sync"]);
        Running::start(command.args(&size), &self.log())?.finish().await?;
        let script = "return [innerWidth * devicePixelRatio, innerHeight * devicePixelRatio]";
        window
            .until(&format!("a window of {width} × {height}"), || async {
                Ok((window.run(script).await? == json!([width, height])).then_some(()))
            })
            .await
    }

    /// Closes the window as a person would, and waits for the app to be gone.
    pub async fn close_app(&self) -> Outcome {
        self.forget_window();
        // Two calls: in one, the keys would go past the window manager to the window itself.
        let find = ["search", "--sync", "--onlyvisible", "--name", "Trove", "windowactivate", "--sync"];
        Running::start(self.command("xdotool").args(find), &self.log())?.finish().await?;
        Running::start(self.command("xdotool").args(["key", "alt+F4"]), &self.log())?.finish().await?;
        let status =
            until("the app to end", || async { Ok(self.app.borrow_mut().as_mut().and_then(Running::ended)) })
                .await?;
        self.app.replace(None);
        if status.success() { Ok(()) } else { Err(format!("the app ended with {status}").into()) }
    }

    /// Ends the app as a power cut would.
    pub fn kill_app(&self) {
        self.forget_window();
        self.app.replace(None);
        for id in self.strangers.take() {
            let _ = Command::new("kill").args(["-KILL", &id.to_string()]).stderr(Stdio::null()).status();
        }
    }

    fn forget_window(&self) {
        self.window.replace(None);
    }

    /// The address that the app last had opened in the browser.
    pub async fn opened_address(&self) -> Outcome<String> {
        let file = self.recorded();
        let text = until("the app to open the browser", || async {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            Ok(text.lines().last().map(str::to_owned))
        })
        .await?;
        std::fs::remove_file(&file)?;
        Ok(text)
    }

    /// A browser that only writes down what it was asked to open.
    fn set_recording_browser(&self) -> Outcome {
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> {}\n", self.recorded().display());
        self.set_browser("recording", &script)
    }

    /// Makes a shell script the default browser. It lies outside the home.
    pub fn set_browser(&self, name: &str, script: &str) -> Outcome {
        let file = self.aside().join(name).with_extension("sh");
        std::fs::write(&file, script)?;
        set_mode(&file, 0o755)?;
        self.home.set_browser(&format!(
            "[Desktop Entry]\nType=Application\nName=Story browser\nExec={} %u\n\
             MimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
            file.display()
        ))
    }

    fn recorded(&self) -> PathBuf {
        self.aside().join("opened")
    }

    /// Keeps a text beside the pictures of this story.
    pub fn note(&self, name: &str, text: &str) -> Outcome {
        Ok(std::fs::write(self.out.join(format!("{}-{name}.txt", self.story)), text)?)
    }

    /// Keeps a picture of the window beside the others of this story.
    pub async fn picture(&self, window: &Window, of: &str) -> Outcome {
        let number = self.pictures.replace(self.pictures.get() + 1) + 1;
        window.picture(&self.out.join(format!("{}-{number}-{of}.png", self.story))).await
    }

    /// What the window looked like when the story failed, if there is one.
    pub async fn last_picture(&self) {
        let window = self.window.borrow().clone();
        if let Some(window) = window {
            let file = self.out.join(format!("{}-FAILED.png", self.story));
            let _ = tokio::time::timeout(PATIENCE, window.picture(&file)).await;
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.kill_app();
    }
}

/// WebKit's inspector on a port of ours, and Tauri's leave to use it.
fn drivable(command: &mut Command, port: u16) {
    command
        .env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{port}"))
        .env("TAURI_WEBVIEW_AUTOMATION", "true");
}
