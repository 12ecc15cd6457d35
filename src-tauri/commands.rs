//! What the window may call: names and types, one line each, nothing decided here.
//!
//! Every name stands in `build.rs`, in `capabilities/main.json` and in `ui/src/core/host.ts`
//! as well; `cargo xtask tidy` holds the four together.

use tauri::ipc::{Channel, Invoke};
use tauri::{State, Wry};
use trove_app::ui_types::*;
use trove_app::{Access, App};
use trove_model::Secret;

type Reply<T> = Result<T, UiError>;

/// The handler of every command.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        start,
        watch,
        password_strength,
        create_administrator,
        sign_in,
        claim_profile,
        is_remembered,
        sign_in_remembered,
        forget_profile,
        set_machine_settings,
        about,
        lock,
        touch,
        connect_state,
        begin_sign_in,
        open_sign_in_again,
        cancel_sign_in,
        finish_sign_in,
        connect_token,
        look_around,
        confirm_connection,
        decline_connection,
        connections,
        disconnect,
        refresh,
        search,
        live_search,
        preview,
        coverage,
        check_link,
        pin_page,
        pause_connection,
        set_pace,
        focused,
        pages,
        open_page,
        open_help,
        profile_settings,
        set_profile_settings,
        change_password,
        remember_me,
        administration,
        accept_registry,
        create_profile,
        remove_profile,
        remove_authorization,
    ]
}

#[tauri::command]
async fn start(app: State<'_, App>) -> Reply<Start> {
    app.start().await
}

#[tauri::command]
async fn watch(app: State<'_, App>, channel: Channel<Event>) -> Reply<()> {
    app.watch(move |event| channel.send(event).is_ok());
    Ok(())
}

#[tauri::command]
async fn password_strength(app: State<'_, App>, name: String, password: String) -> Reply<PasswordStrength> {
    Ok(app.password_strength(name, Secret::new(password)).await)
}

#[tauri::command]
async fn create_administrator(app: State<'_, App>, name: String, password: String) -> Reply<Session> {
    app.create_administrator(name, Secret::new(password)).await
}

#[tauri::command]
async fn sign_in(app: State<'_, App>, profile: String, password: String) -> Reply<Session> {
    app.sign_in(&profile, Secret::new(password)).await
}

#[tauri::command]
async fn is_remembered(app: State<'_, App>, profile: String) -> Reply<bool> {
    app.is_remembered(&profile).await
}

#[tauri::command]
async fn sign_in_remembered(app: State<'_, App>, profile: String) -> Reply<Session> {
    app.open_from_keychain(&profile, Access::Window).await
}

#[tauri::command]
async fn remember_me(app: State<'_, App>, on: bool) -> Reply<()> {
    app.remember_me(on).await
}

#[tauri::command]
async fn claim_profile(app: State<'_, App>, profile: String, password: String) -> Reply<Session> {
    app.claim_profile(&profile, Secret::new(password)).await
}

#[tauri::command]
async fn forget_profile(app: State<'_, App>, profile: String) -> Reply<()> {
    app.forget_profile(&profile).await
}

#[tauri::command]
async fn set_machine_settings(app: State<'_, App>, settings: MachineSettings) -> Reply<()> {
    app.set_machine_settings(settings).await
}

#[tauri::command]
async fn about(app: State<'_, App>) -> Reply<About> {
    app.about().await
}

#[tauri::command]
async fn lock(app: State<'_, App>) -> Reply<()> {
    app.lock().await
}

#[tauri::command]
async fn touch(app: State<'_, App>) -> Reply<()> {
    app.touch();
    Ok(())
}

#[tauri::command]
async fn connect_state(app: State<'_, App>) -> Reply<ConnectState> {
    app.connect_state().await
}

#[tauri::command]
async fn begin_sign_in(app: State<'_, App>, request: BeginSignIn) -> Reply<()> {
    app.begin_sign_in(request).await
}

#[tauri::command]
async fn open_sign_in_again(app: State<'_, App>) -> Reply<()> {
    app.open_sign_in_again().await
}

#[tauri::command]
async fn cancel_sign_in(app: State<'_, App>) -> Reply<()> {
    app.cancel_sign_in().await
}

#[tauri::command]
async fn finish_sign_in(app: State<'_, App>, address: String) -> Reply<()> {
    app.finish_sign_in(Secret::new(address)).await
}

#[tauri::command]
async fn connect_token(app: State<'_, App>, token: String) -> Reply<()> {
    app.connect_token(Secret::new(token)).await
}

#[tauri::command]
async fn look_around(app: State<'_, App>) -> Reply<()> {
    app.look_around().await
}

#[tauri::command]
async fn confirm_connection(app: State<'_, App>) -> Reply<ConnectionCard> {
    app.confirm_connection().await
}

#[tauri::command]
async fn decline_connection(app: State<'_, App>) -> Reply<Revocation> {
    app.decline_connection().await
}

#[tauri::command]
async fn connections(app: State<'_, App>) -> Reply<Vec<ConnectionCard>> {
    app.connections().await
}

#[tauri::command]
async fn disconnect(app: State<'_, App>, connection: String) -> Reply<Revocation> {
    app.disconnect(&connection).await
}

#[tauri::command]
async fn refresh(app: State<'_, App>, connection: Option<String>) -> Reply<()> {
    app.refresh(connection.as_deref()).await
}

#[tauri::command]
async fn search(app: State<'_, App>, request: SearchRequest) -> Reply<SearchAnswer> {
    app.search(request).await
}

#[tauri::command]
async fn live_search(app: State<'_, App>, text: String, shown: Vec<String>) -> Reply<LiveAnswer> {
    app.live_search(text, shown).await
}

#[tauri::command]
async fn preview(app: State<'_, App>, page: String, text: String, correct: bool) -> Reply<Preview> {
    app.preview(&page, text, correct).await
}

#[tauri::command]
async fn coverage(app: State<'_, App>) -> Reply<Coverage> {
    app.coverage().await
}

#[tauri::command]
async fn check_link(app: State<'_, App>, text: String) -> Reply<LinkVerdict> {
    app.check_link(&text).await
}

#[tauri::command]
async fn pin_page(app: State<'_, App>, page: String, pinned: bool) -> Reply<()> {
    app.pin_page(&page, pinned).await
}

#[tauri::command]
async fn pause_connection(app: State<'_, App>, connection: String, paused: bool) -> Reply<()> {
    app.pause_connection(&connection, paused).await
}

#[tauri::command]
async fn set_pace(app: State<'_, App>, connection: String, pace: Pace) -> Reply<()> {
    app.set_pace(&connection, pace).await
}

#[tauri::command]
async fn focused(app: State<'_, App>) -> Reply<()> {
    app.focused().await
}

#[tauri::command]
async fn pages(app: State<'_, App>, query: PageQuery) -> Reply<PageList> {
    app.pages(query).await
}

#[tauri::command]
async fn open_page(app: State<'_, App>, page: String, other: bool) -> Reply<()> {
    app.open_page(&page, other).await
}

#[tauri::command]
async fn open_help(app: State<'_, App>, page: HelpPage) -> Reply<()> {
    app.open_help(page)
}

#[tauri::command]
async fn profile_settings(app: State<'_, App>) -> Reply<ProfileSettings> {
    app.profile_settings().await
}

#[tauri::command]
async fn set_profile_settings(app: State<'_, App>, settings: ProfileSettings) -> Reply<()> {
    app.set_profile_settings(settings).await
}

#[tauri::command]
async fn change_password(app: State<'_, App>, old: String, new: String) -> Reply<()> {
    app.change_password(Secret::new(old), Secret::new(new)).await
}

#[tauri::command]
async fn administration(app: State<'_, App>) -> Reply<Administration> {
    app.administration().await
}

#[tauri::command]
async fn accept_registry(app: State<'_, App>) -> Reply<()> {
    app.accept_registry().await
}

#[tauri::command]
async fn create_profile(app: State<'_, App>, name: String, role: Role) -> Reply<ProfileCard> {
    app.create_profile(name, role).await
}

#[tauri::command]
async fn remove_profile(app: State<'_, App>, profile: String, password: String) -> Reply<()> {
    app.remove_profile(&profile, Secret::new(password)).await
}

#[tauri::command]
async fn remove_authorization(
    app: State<'_, App>,
    profile: String,
    connection: String,
    password: String,
) -> Reply<Removal> {
    app.remove_authorization(&profile, &connection, Secret::new(password)).await
}
