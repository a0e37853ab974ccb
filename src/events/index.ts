export { catalogue, type EventName, eventJsonSchema, eventNames, eventSample, findEvent } from "./catalogue.ts";
export { type Envelope, readEnvelope } from "./envelope.ts";
export type { EventDefinition } from "./event-definition.ts";
export { deliveryFingerprint, type ParsedDelivery, parseDelivery } from "./parse.ts";
export { maskWebhookPath, matchWebhookPath, type WebhookPath, webhookPath } from "./path.ts";
