//! Words of images in the preview.
import type { ImageRefusal } from "../../core/bindings";

export const images = {
  load: "Load image",
  loading: "Loading…",
  // Who is asked learns that somebody looks.
  hint: "Loaded from where it lies, when you press.",
  again: "Try again",
  of: (action: string, image: string) => `${action}: ${image}`,
};

export const imageRefusals: Record<ImageRefusal, string> = {
  not_https: "It lies at an address that is not encrypted (no https), so it is not loaded.",
  not_public: "Its address leads into a private network or to this computer, so it is not loaded.",
  expired:
    "Notion’s address of this file has expired, and no new one could be had. Check the workspace again, or open the page.",
  not_there: "It is not there any more, or not for everybody. Open the page to see it.",
  too_large: "It is larger than 10 MB or 40 megapixels. Open the page to see it.",
  not_an_image: "What lies there is no PNG, JPEG, GIF or WebP image. Open the page to see it.",
  unreachable: "Where it lies did not answer. Try again later.",
};
