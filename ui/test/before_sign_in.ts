//! What the in-memory core answers while nobody is signed in, as the core does.
import type { CommandName } from "../src/core/commands";
import { desktopCommands } from "./memory_desktop";

export const beforeSignIn = new Set<CommandName>([
  "start",
  "password_strength",
  "create_administrator",
  "sign_in",
  "is_remembered",
  "sign_in_remembered",
  "claim_profile",
  "forget_profile",
  "set_machine_settings",
  "about",
  ...desktopCommands,
]);
