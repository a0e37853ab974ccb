export { findSvgDanger } from "../render/svg-danger.ts";
export { type ColorMode, type Colors, createColors, type ToColor } from "./colors.ts";
export { comparePictures, PICTURE_TOLERANCE, type PictureFormat } from "./compare.ts";
export {
  type ComponentVariables,
  type Selected,
  type Selection,
  selectComponents,
  toComponentVariables,
  toFullName,
  toLabel,
} from "./components.ts";
export { createLabels, type SheetEntry, toContactSheet } from "./contact-sheet.ts";
export { DEFAULT_FONT_VARIANTS, loadDefaultFont } from "./default-font.ts";
export { type FontSource, findVariant, sourceOf } from "./font-faces.ts";
export { hashShapes } from "./hash-shapes.ts";
export { type ImageSelection, selectImages, type UsedImage } from "./images.ts";
export { optimiseSvg } from "./optimise.ts";
export { createOptimiser, type Optimiser } from "./optimiser.ts";
export { createMatcher, type Patterns } from "./patterns.ts";
export { type Pdf, toPdf } from "./pdf.ts";
export { PRESET_TYPES, type Preset, type PresetFilter, type PresetType, presetsOf, toFileSuffix } from "./presets.ts";
export { type RasterFormat, type RasteriseOptions, rasterise } from "./raster.ts";
export { type ReencodeOptions, reencode } from "./reencode.ts";
export {
  type Asset,
  type AssetSelection,
  namesOf,
  type ShapeVariables,
  selectAssets,
  subjectOf,
  toAssetLabel,
  toShapeVariables,
  unknownIds,
} from "./selection.ts";
export { type FontKind, type ImageKind, sniffFont, sniffImage } from "./sniff.ts";
export { SvgoOptions } from "./svgo-options.ts";
