//! Words of images in the preview.
import * as english from "./en/images";
import { spoken } from "./spoken";

export const images = spoken("images", english.images);
export const imageRefusals = spoken("imageRefusals", english.imageRefusals);
