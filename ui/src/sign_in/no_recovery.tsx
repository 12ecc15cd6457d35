//! What a password is worth here, said where one is chosen.
import { Glyph } from "../parts/glyph";
import { signIn as words } from "../words/sign_in";
import css from "./sign_in.module.css";

export function NoRecovery() {
  return (
    <p class={css.keep}>
      <Glyph name="key" />
      {words.noRecovery}
    </p>
  );
}
