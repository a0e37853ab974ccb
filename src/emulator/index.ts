export type { Delays, SentDelivery } from "./deliveries.ts";
export type { RawFile } from "./design-file.ts";
export { type Account, type Accounts, createEmulator, type Emulator, type EmulatorOptions } from "./emulator.ts";
export type { Fault } from "./faults.ts";
export type { FontInput } from "./fonts.ts";
export type { Flags } from "./http.ts";
export type { Role } from "./people.ts";
export type { Outcome } from "./receiver.ts";
export type { ArchiveInput } from "./versions.ts";
