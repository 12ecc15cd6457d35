//! What the window may call: every command once, with its arguments, its reply and the one
//! line it is. Nothing is decided here.
//!
//! The functions and their handler come from this list (`command_macro.rs`), the manifest and
//! the permission that the window is granted (`build.rs`), and the names and types that
//! TypeScript knows (a test in `command_macro.rs`).

commands! {
    // Answered before sign-in.

    start(app) -> Start {
        app.start().await
    }

    /// One stream of events for the life of the window.
    watch(app, channel: Channel<Event>) -> () {
        app.watch(move |event| channel.send(event).is_ok());
        Ok(())
    }

    password_strength(app, name: String, password: String) -> PasswordStrength {
        Ok(app.password_strength(name, Secret::new(password)).await)
    }

    create_administrator(app, name: String, password: String) -> Session {
        app.create_administrator(name, Secret::new(password)).await
    }

    sign_in(app, profile: String, password: String) -> Session {
        app.sign_in(&profile, Secret::new(password)).await
    }

    /// Whether the system's keychain may open the profile; no keychain is asked.
    is_remembered(app, profile: String) -> bool {
        app.is_remembered(&profile).await
    }

    sign_in_remembered(app, profile: String) -> Session {
        app.open_from_keychain(&profile, Access::Window).await
    }

    claim_profile(app, profile: String, password: String) -> Session {
        app.claim_profile(&profile, Secret::new(password)).await
    }

    forget_profile(app, profile: String) -> () {
        app.forget_profile(&profile).await
    }

    set_machine_settings(app, settings: MachineSettings) -> () {
        app.set_machine_settings(settings).await
    }

    about(app) -> About {
        app.about().await
    }

    /// The words for what stands outside of the window, in the window's language.
    desktop_words(app, words: DesktopWords) -> () {
        app.desktop_words(words).await
    }

    desktop_state(app) -> DesktopState {
        app.desktop_state().await
    }

    start_at_login(app, on: bool) -> () {
        app.start_at_login(on).await
    }

    /// The window has drawn its first picture.
    has_drawn(app) -> () {
        app.has_drawn();
        Ok(())
    }

    /// Esc, with nothing left to clear.
    escape(app) -> () {
        app.escape().await
    }

    quit(app) -> () {
        app.quit().await
    }

    // Answered while a profile is open, else `locked`.

    lock(app) -> () {
        app.lock().await
    }

    touch(app) -> () {
        app.touch();
        Ok(())
    }

    connect_state(app) -> ConnectState {
        app.connect_state().await
    }

    begin_sign_in(app, request: BeginSignIn) -> () {
        app.begin_sign_in(request).await
    }

    open_sign_in_again(app) -> () {
        app.open_sign_in_again().await
    }

    cancel_sign_in(app) -> () {
        app.cancel_sign_in().await
    }

    finish_sign_in(app, address: String) -> () {
        app.finish_sign_in(Secret::new(address)).await
    }

    connect_token(app, token: String) -> () {
        app.connect_token(Secret::new(token)).await
    }

    look_around(app) -> () {
        app.look_around().await
    }

    confirm_connection(app) -> ConnectionCard {
        app.confirm_connection().await
    }

    decline_connection(app) -> Revocation {
        app.decline_connection().await
    }

    connections(app) -> Vec<ConnectionCard> {
        app.connections().await
    }

    disconnect(app, connection: String) -> Revocation {
        app.disconnect(&connection).await
    }

    refresh(app, connection: Option<String>) -> () {
        app.refresh(connection.as_deref()).await
    }

    search(app, request: SearchRequest) -> SearchAnswer {
        app.search(request).await
    }

    /// What is shown before a letter is typed.
    home(app) -> Home {
        app.home().await
    }

    /// What others changed so far counts as seen.
    look_at_changes(app) -> () {
        app.look_at_changes().await
    }

    /// Searches made lately and those that are saved, with what is new in each.
    searches(app) -> Searches {
        app.searches().await
    }

    /// The person found something by it.
    remember_search(app, text: String) -> () {
        app.remember_search(&text).await
    }

    forget_recent_searches(app) -> () {
        app.forget_recent_searches().await
    }

    save_search(app, text: String, saved: bool) -> () {
        app.save_search(&text, saved).await
    }

    /// What a saved search finds now counts as seen.
    look_at_search(app, text: String) -> () {
        app.look_at_search(&text).await
    }

    /// Names that the value of a filter could become.
    filter_values(app, filter: String, typed: String) -> Vec<String> {
        app.filter_values(&filter, &typed).await
    }

    /// Notion's own search; `shown` are the ids that need no second mention.
    live_search(app, text: String, shown: Vec<String>) -> LiveAnswer {
        app.live_search(text, shown).await
    }

    /// What is stored of a page, with what `text` asks for marked.
    preview(app, page: String, text: String, correct: bool, at: Option<u32>) -> Preview {
        app.preview(&page, text, correct, at).await
    }

    /// Fetches an image of a page, which the person asked for.
    image(app, page: String, image: u32) -> PageImage {
        app.image(&page, image).await
    }

    coverage(app) -> Coverage {
        app.coverage().await
    }

    check_link(app, text: String) -> LinkVerdict {
        app.check_link(&text).await
    }

    pin_page(app, page: String, pinned: bool) -> () {
        app.pin_page(&page, pinned).await
    }

    pause_connection(app, connection: String, paused: bool) -> () {
        app.pause_connection(&connection, paused).await
    }

    set_pace(app, connection: String, pace: Pace) -> () {
        app.set_pace(&connection, pace).await
    }

    /// What is stored stays; where more may be kept, listing and reading go on.
    set_limits(app, connection: String, limits: Limits) -> () {
        app.set_limits(&connection, limits).await
    }

    /// Lets go of the pages that vanished all at once; replies how many they were.
    let_go_of_missing(app, connection: String) -> u32 {
        app.let_go_of_missing(&connection).await
    }

    /// The window has the person's attention: a good moment to ask what changed.
    focused(app) -> () {
        app.focused().await
    }

    pages(app, query: PageQuery) -> PageList {
        app.pages(query).await
    }

    /// Copies pages into plain files, in a folder that the person is asked for; nothing where
    /// they choose none.
    export(app, request: ExportRequest) -> Option<ExportOutcome> {
        app.export(request).await
    }

    stop_export(app) -> () {
        app.stop_export().await
    }

    open_page(app, page: String, other: bool) -> OpenedPage {
        app.open_page(&page, other).await
    }

    open_help(app, page: HelpPage) -> () {
        app.open_help(page)
    }

    profile_settings(app) -> ProfileSettings {
        app.profile_settings().await
    }

    set_profile_settings(app, settings: ProfileSettings) -> () {
        app.set_profile_settings(settings).await
    }

    change_password(app, old: String, new: String) -> () {
        app.change_password(Secret::new(old), Secret::new(new)).await
    }

    remember_me(app, on: bool) -> () {
        app.remember_me(on).await
    }

    assistants(app) -> Assistants {
        app.assistants().await
    }

    set_assistant_settings(app, settings: AssistantSettings) -> () {
        app.set_assistant_settings(&settings).await
    }

    /// What assistants asked, the newest last.
    asked_by_assistants(app) -> Vec<AskedByAssistant> {
        app.asked_by_assistants().await
    }

    /// The program that asks to be let in now.
    access_request(app) -> Option<AccessRequest> {
        app.access_request().await
    }

    /// Whether it still waited for the answer.
    answer_access_request(app, number: u32, granted: bool) -> bool {
        app.answer_access_request(number, granted).await
    }

    // Answered to administrators only.

    administration(app) -> Administration {
        app.administration().await
    }

    accept_registry(app) -> () {
        app.accept_registry().await
    }

    create_profile(app, name: String, role: Role) -> ProfileCard {
        app.create_profile(name, role).await
    }

    remove_profile(app, profile: String, password: String) -> () {
        app.remove_profile(&profile, Secret::new(password)).await
    }

    remove_authorization(app, profile: String, connection: String, password: String) -> Removal {
        app.remove_authorization(&profile, &connection, Secret::new(password)).await
    }
}
