import { describe, expect, it } from "vitest";
import { createSlots } from "../../../../src/penpot/http/slots.ts";

const never = new AbortController().signal;

describe("slots", () => {
  it("lets waiting tasks in, in order, as slots come back", async () => {
    const slots = createSlots(1);
    const order: number[] = [];
    const first = await slots.take(never);
    const others = [1, 2].map(async (number) => {
      const giveBack = await slots.take(never);
      order.push(number);
      giveBack();
    });
    expect(order).toEqual([]);
    first();
    await Promise.all(others);
    expect(order).toEqual([1, 2]);
  });

  it("counts a slot that is given back twice once", async () => {
    const slots = createSlots(1);
    const giveBack = await slots.take(never);
    giveBack();
    giveBack();
    await slots.take(never);
    let isIn = false;
    void slots.take(never).then(() => {
      isIn = true;
    });
    await Promise.resolve();
    expect(isIn).toBe(false);
  });

  it("forgets a task that gave up waiting", async () => {
    const slots = createSlots(1);
    const giveBack = await slots.take(never);
    const controller = new AbortController();
    const gaveUp = slots.take(controller.signal);
    controller.abort(new Error("enough"));
    await expect(gaveUp).rejects.toThrow("enough");
    giveBack();
    await expect(slots.take(never)).resolves.toBeTypeOf("function");
  });

  it("turns away a task that was stopped before it came", async () => {
    await expect(createSlots(1).take(AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
  });
});
