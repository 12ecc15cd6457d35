//! All words of one language, table by table.
export * from "./administration";
export * from "./connect";
export * from "./connections";
export * from "./coverage";
export * from "./desktop";
export * from "./errors";
export * from "./exporting";
export * from "./home";
export * from "./images";
export * from "./incomplete";
export * from "./outside";
export * from "./preview";
export * from "./progress";
export * from "./search";
export * from "./settings";
export * from "./shell";
export * from "./sign_in";
