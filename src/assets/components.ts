import type { Component, Design, Page } from "../design.ts";
import { toList } from "../glob.ts";
import { createMatcher, type Patterns, tidyPattern } from "./patterns.ts";

export interface Selection {
  /** Globs over `path/name`; all when left out. */
  components?: Patterns | undefined;
  exclude?: Patterns | undefined;
  /** Names or globs of pages. */
  page?: Patterns | undefined;
  /** Whether parts that start with `_` or `.` are as good as others. */
  withPrivate?: boolean;
}

/** A component and the page its main instance stands on; no page when the design lacks it. */
export interface Selected {
  component: Component;
  page: Page | undefined;
}

/**
 * The components that fit, in the design's order. Deleted ones, and those whose main instance is hidden, are left out;
 * so are those with a part of their path or name that starts with `_` or `.`, unless a fitting pattern names such a part.
 */
export function selectComponents(
  design: Design,
  { components = "**", exclude = [], page: pages, withPrivate = false }: Selection = {},
): Selected[] {
  const isExcluded = createMatcher(exclude);
  const isOnPage = pages === undefined ? () => true : createMatcher(pages);
  const all = createMatcher(components);
  const explicit = createMatcher(toList(components).filter((pattern) => isPrivate(tidyPattern(pattern))));
  const byId = new Map(design.pages.map((page) => [page.id, page]));
  return design.components
    .map((component) => ({ component, page: byId.get(component.pageId) }))
    .filter(({ component, page }) => {
      if (component.deleted || (page && isHidden(component, page))) return false;
      const name = toFullName(component);
      const fits = isPrivate(name) && !withPrivate ? explicit(name) : all(name);
      return fits && !isExcluded(name) && (pages === undefined || (page !== undefined && isOnPage(tidyPattern(page.name))));
    });
}

/** `path/name`: what globs see. */
export function toFullName({ path, name }: Component): string {
  return [...path, name].join("/");
}

/** The component as people know it, variants told apart: `button (State=hover, Size=sm)`. */
export function toLabel(component: Component): string {
  const properties = component.variant?.properties ?? [];
  const values = properties.map(({ name, value }) => `${name}=${value}`).join(", ");
  return values === "" ? toFullName(component) : `${toFullName(component)} (${values})`;
}

/** What a template may say about a component. */
export interface ComponentVariables {
  id: string;
  name: string;
  path: string;
  fullName: string;
  variant: Record<string, string>;
}

/** The values behind `component.…` in a template. */
export function toComponentVariables(component: Component): ComponentVariables {
  const { id, name, path, variant } = component;
  return {
    id,
    name,
    path: path.join("/"),
    fullName: toFullName(component),
    // Defines every name as the object's own, `__proto__` too.
    variant: Object.fromEntries((variant?.properties ?? []).map((property) => [property.name, property.value])),
  };
}

function isHidden(component: Component, page: Page): boolean {
  return Object.hasOwn(page.objects, component.rootId) && page.objects[component.rootId]?.hidden === true;
}

/** Whether a part of a slash-separated name starts with `_` or `.`. */
export function isPrivate(name: string): boolean {
  return /(?:^|\/)[_.]/.test(name);
}
