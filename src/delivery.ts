/** One webhook request as it arrived, before anybody looked into it. `receivedAt` is milliseconds since the epoch. */
export interface Delivery {
  instance: string;
  teamId: string;
  contentType: "application/json" | "application/transit+json";
  body: Buffer;
  receivedAt: number;
}

/** Where deliveries are kept before they are answered. */
export interface DeliveryLog {
  /** Resolves with the entry's id once the store has it; rejects with a TransientError when the store is away. The caller limits the wait. */
  append(delivery: Delivery): Promise<string>;
}
