// A pen on the bars. The events go through the browser's own input, so that capture is the browser's too.
import type { CDPSession, Page } from "@playwright/test";
import { expect, open, test } from "../fixtures";
import { button, slider } from "../reader";

class Pen {
  private constructor(private readonly session: CDPSession) {}

  static async on(page: Page): Promise<Pen> {
    // What the page itself hears: the kind of pointer, and whether the element it began on holds it.
    await page.evaluate(() => {
      const heard: { type: string; pointer: string; held: boolean }[] = [];
      Object.assign(window, { heard });
      for (const type of ["pointerdown", "pointermove", "pointerup"]) {
        window.addEventListener(type, (event) => {
          const { pointerType, pointerId, target } = event as PointerEvent;
          heard.push({ type, pointer: pointerType, held: (target as Element).hasPointerCapture(pointerId) });
        });
      }
    });
    return new Pen(await page.context().newCDPSession(page));
  }

  private send(type: "mousePressed" | "mouseMoved" | "mouseReleased", x: number, y: number, down: boolean) {
    return this.session.send("Input.dispatchMouseEvent", {
      type, x, y, pointerType: "pen", force: down ? 0.5 : 0, clickCount: 1,
      button: "left", buttons: down ? 1 : 0,
    });
  }

  async press(x: number, y: number): Promise<void> {
    await this.send("mouseMoved", x, y, false);
    await this.send("mousePressed", x, y, true);
  }

  async move(x: number, y: number): Promise<void> {
    await this.send("mouseMoved", x, y, true);
  }

  async lift(x: number, y: number): Promise<void> {
    await this.send("mouseReleased", x, y, false);
  }
}

const heard = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: { type: string; pointer: string; held: boolean }[] }).heard);

test("a pen drags a bar, holds it beyond its edges, and that is one step of undo", async ({ page }) => {
  await open(page, "lang=en");
  const bar = slider(page, "Positive, nothing");
  await bar.scrollIntoViewIfNeeded();
  const pen = await Pen.on(page);
  const { x, y, width, height } = (await bar.boundingBox())!;
  const middle = y + height / 2;
  await pen.press(x + width * 0.8, middle);
  await expect(bar).toHaveAttribute("aria-valuetext", /^(79\.\d|80|80\.\d) percent$/);
  for (const share of [0.6, 0.5, 0.4, 0.3]) await pen.move(x + width * share, middle);
  await expect(bar).toHaveAttribute("aria-valuetext", /^(29\.\d|30|30\.\d) percent$/);
  await expect(slider(page, "Negative, nothing")).toHaveAttribute("aria-valuetext", /^(69\.\d|70|70\.\d) percent$/);
  // Over other bars and panels, to the right of its own end, and below the page's middle: the bar still has the pen.
  await pen.move(x + width + 150, middle + 250);
  await expect(bar).toHaveAttribute("aria-valuetext", "99.9 percent");
  await pen.move(x - 20, middle + 300);
  await expect(bar).toHaveAttribute("aria-valuetext", "0.1 percent");
  await pen.move(x + width * 0.25, middle + 300);
  await pen.lift(x + width * 0.25, middle + 300);
  await expect(bar).toHaveAttribute("aria-valuetext", /^(24\.\d|25|25\.\d) percent$/);
  const left = await bar.getAttribute("aria-valuenow");

  const events = await heard(page);
  expect(new Set(events.map(({ pointer }) => pointer))).toEqual(new Set(["pen"]));
  const dragged = events.slice(events.findIndex(({ type }) => type === "pointerdown") + 1);
  expect(dragged.length).toBeGreaterThan(5);
  expect(dragged.every(({ held }) => held)).toBe(true);

  // The pen in the air moves nothing.
  await pen.press(4, 4);
  await pen.lift(4, 4);
  await expect(bar).toHaveAttribute("aria-valuenow", left!);
  await expect(page).toHaveURL(/cf=nothing:0\.2/);
  await button(page, "Undo").click();
  await expect(bar).toHaveAttribute("aria-valuetext", "90 percent");
  await expect(button(page, "Undo")).toBeDisabled();
});

test("Escape takes the bar out of the pen's hand", async ({ page }) => {
  await open(page, "lang=en");
  const bar = slider(page, "Positive, nothing");
  await bar.scrollIntoViewIfNeeded();
  const pen = await Pen.on(page);
  const { x, y, width, height } = (await bar.boundingBox())!;
  const middle = y + height / 2;
  await pen.press(x + width * 0.8, middle);
  await pen.move(x + width * 0.3, middle);
  await expect(bar).toHaveAttribute("aria-valuetext", /^(29\.\d|30|30\.\d) percent$/);
  await page.keyboard.press("Escape");
  await expect(bar).toHaveAttribute("aria-valuetext", "90 percent");
  // The pen is still on the glass: neither moving it nor lifting it does anything now.
  await pen.move(x + width * 0.5, middle);
  await pen.lift(x + width * 0.5, middle);
  await expect.poll(async () => (await heard(page)).at(-1)!.type).toBe("pointerup");
  await expect(bar).toHaveAttribute("aria-valuetext", "90 percent");
  await expect(button(page, "Undo")).toBeDisabled();
  // And the bar can be dragged again.
  await pen.press(x + width * 0.6, middle);
  await pen.lift(x + width * 0.6, middle);
  await expect(bar).toHaveAttribute("aria-valuetext", /^(59\.\d|60|60\.\d) percent$/);
});

test("a pen drags a before bar on the chart, and Escape gives that up too", async ({ page }) => {
  await open(page, "lang=en");
  const bar = slider(page, "Positive, before");
  await bar.scrollIntoViewIfNeeded();
  const pen = await Pen.on(page);
  const vertical = (await bar.getAttribute("aria-orientation")) === "vertical";
  const { x, y, width, height } = (await bar.boundingBox())!;
  const at = (share: number): [number, number] =>
    vertical ? [x + width / 2, y + height * (1 - share)] : [x + width * share, y + height / 2];
  const value = async () => Number(await bar.getAttribute("aria-valuenow"));
  await pen.press(...at(0.8));
  await pen.move(...at(0.4));
  await expect.poll(value).toBeLessThan(50);
  // Far off to the side, still at the same height: still the same bar.
  const [sideways, along] = at(0.4);
  const before = await value();
  await pen.move(vertical ? sideways - 200 : sideways, vertical ? along : along + 200);
  await expect.poll(async () => (await heard(page)).filter(({ type }) => type === "pointermove").length).toBeGreaterThan(1);
  expect(await value()).toBe(before);
  expect((await heard(page)).at(-1)).toMatchObject({ pointer: "pen", held: true });
  await page.keyboard.press("Escape");
  await expect(bar).toHaveAttribute("aria-valuetext", "80 percent");
  await pen.lift(...at(0.4));
  await expect(button(page, "Undo")).toBeDisabled();
  await pen.press(...at(0.8));
  await pen.move(...at(0.4));
  await pen.lift(...at(0.4));
  await expect.poll(value).toBeLessThan(50);
  await button(page, "Undo").click();
  await expect(bar).toHaveAttribute("aria-valuetext", "80 percent");
});
