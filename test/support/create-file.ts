const ROOT = "00000000-0000-0000-0000-000000000000";

/** A smallest `get-file` answer in the API's JSON form: one page with its root frame; `data` is merged over it. */
export function createFile(data: Record<string, unknown> = {}, envelope: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "file-1",
    name: "Icons",
    teamId: "team-1",
    projectId: "project-1",
    revn: 3,
    vern: 0,
    modifiedAt: "2026-11-21T18:28:44.827275Z",
    isShared: true,
    ...envelope,
    data: { pages: ["page-1"], pagesIndex: { "page-1": createPage() }, ...data },
  };
}

/** A page in the API's JSON form: the root frame and the given shapes below it. */
export function createPage(shapes: readonly (Record<string, unknown> & { id: string })[] = [], page: Record<string, unknown> = {}) {
  const root = { id: ROOT, name: "Root Frame", type: "frame", parentId: ROOT, frameId: ROOT, shapes: shapes.map(({ id }) => id) };
  const placed = shapes.map((shape) => [shape.id, { name: shape.id, type: "rect", parentId: ROOT, frameId: ROOT, ...shape }]);
  return { id: "page-1", name: "Page 1", objects: { [ROOT]: root, ...Object.fromEntries(placed) }, ...page };
}
