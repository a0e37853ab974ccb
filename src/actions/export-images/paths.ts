import type { Context } from "../../action.ts";
import { parseArtifactPath } from "../../artifact.ts";
import type { ImageKind, UsedImage } from "../../assets/index.ts";
import { checkCollisions } from "../collisions.ts";
import type { MadeImage } from "./load-images.ts";

/** Where an image goes. */
export function toPath({ image, kind }: { image: UsedImage; kind: ImageKind }, template: string, { render }: Context): string {
  const { id, name, owner, width, height } = image;
  const extension = kind === "jpeg" ? "jpg" : kind;
  return parseArtifactPath(render(template, { image: { id, name, path: owner.around, extension, width, height } }));
}

/** The images with those left out that are the same bytes at the same path as one before, sorted by path. Throws PATH_COLLISION for other bytes. */
export function foldEqual<Image extends MadeImage & { path: string }>(images: readonly Image[]): Image[] {
  const byPath = new Map<string, Image[]>();
  for (const image of images) {
    const same = byPath.get(image.path) ?? [];
    if (same.some(({ bytes }) => Buffer.compare(bytes, image.bytes) === 0)) continue;
    byPath.set(image.path, [...same, image]);
  }
  const folded = [...byPath.values()].flat();
  checkCollisions(
    folded.map(toClaim),
    () => "Put more into the path, for example image.path or image.id, or rename one of the layers in the design.",
  );
  return folded.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function toClaim({ path, image: { owner } }: MadeImage & { path: string }): { path: string; owner: string } {
  return { path, owner: `the image of the ${owner.kind === "color" ? "library colour" : "layer"} ${JSON.stringify(owner.path)}` };
}
