import { readFixtureBytes } from "./read-fixture.ts";

/** A picture of 40 × 20 pixels whose quarters and stripes show where it lies. */
export const PICTURE: Uint8Array = readFixtureBytes("render/picture.png");

export const PICTURE_URI: string = `data:image/png;base64,${Buffer.from(PICTURE).toString("base64")}`;

/** Penpot's markup with the picture where it links one. */
export function withPicture(svg: string): string {
  return svg.replace(/https:\/\/penpot\.test\/assets\/by-file-media-id\/[\w-]+/g, PICTURE_URI);
}
