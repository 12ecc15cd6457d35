//! Words of the first screen. The labels are also the handles that tests find controls by.
import type { Role } from "../../core/bindings";

export const signIn = {
  product: "Trove",
  title: "Sign in",
  firstTitle: "Welcome",
  firstLead: "Find any page in your Notion workspaces. Start by making a profile for yourself.",
  firstRole:
    "You will be the administrator: you can add profiles for other people on this computer.",
  askedFor: "Please sign in to continue.",
  linkWaiting: "Please sign in to continue. A sign-in from Notion is waiting for you.",
  profile: "Profile",
  name: "Name",
  password: "Password",
  newPassword: "Choose a password",
  showPassword: "Show password",
  hidePassword: "Hide password",
  repeatPassword: "Repeat the password",
  passwordsDiffer: "These two are not the same.",
  create: "Create profile",
  submit: "Sign in",
  remembered: "Sign in with this computer’s keychain",
  claim: "Set password and open",
  claimLead: (name: string) =>
    `This profile was made for ${name}. Choose its password; nobody else can see or set it.`,
  unclaimed: "No password yet",
  working: "One moment…",
  noRecovery:
    "Keep this password safe. It is the only key to what Trove stores: nobody, including us, can recover it.",
  forgot: "Forgot the password?",
  forgetTitle: (name: string) => `Forget the profile “${name}”?`,
  forgetText: [
    "A forgotten password cannot be recovered. You can only start again with an empty profile.",
    "This destroys the profile’s tokens and its stored pages on this computer, for good. Your pages at Notion stay as they are, and Trove’s access at Notion stays until you remove it there.",
  ],
  forgetConfirm: (name: string) => `Type ${name} to confirm`,
  forget: "Forget this profile",
  forgotten: (name: string) =>
    `The profile ${name} is forgotten. Everything it stored here is destroyed.`,
  cancel: "Cancel",
  strength: "Password strength",
  notAffiliated: "Not affiliated with Notion.",
};

export const strength: Record<number, string> = {
  0: "Guessed at once",
  1: "Easy to guess",
  2: "Could be stronger",
  3: "Good",
  4: "Very good",
};

export const roleNames: Record<Role, string> = {
  administrator: "Administrator",
  member: "Member",
};
