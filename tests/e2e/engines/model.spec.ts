// A language model in the page: loaded, asked, started again from the browser's storage.
import { expect, test } from "./fixtures";

const OWN = `view=prompts&labels=Negative,Positive&template=${encodeURIComponent("Review: {input}\nSentiment:")}&cf=N%2FA:0.5,0.5&p=0.5,0.5`;

test("a model is loaded, answers what is typed, and starts again without being loaded again", async ({ tab }, info) => {
  test.skip(info.project.name !== "firefox", "In WebKit nobody has tried it yet; docs/engines.md says so.");
  test.setTimeout(120_000);
  /** The sizes of the parts that the browser keeps. */
  const stored = () =>
    tab.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("calibration-explainer-model");
      const sizes: number[] = [];
      for await (const handle of (folder as unknown as { values(): AsyncIterable<FileSystemFileHandle> }).values()) sizes.push((await handle.getFile()).size);
      return sizes;
    });
  const negative = async (): Promise<number> => {
    const said = await tab.slider("Negative, N/A").attribute("aria-valuenow");
    return Number(said);
  };
  await tab.open(OWN);
  await tab.button("Ask a model").click();
  await expect.poll(tab.button("Load 98 MB").count).toBe(1);
  await tab.button("Load 98 MB").click();
  // The figure of a computation in double precision: 54.4 percent.
  await expect.poll(negative, { timeout: 60_000 }).toBeCloseTo(54.4, 0);
  await tab.field("Text of context-free prompt 1").fill("[MASK]");
  await expect.poll(async () => Number(await tab.slider("Negative, [MASK]").attribute("aria-valuenow")), { timeout: 20_000 }).toBeCloseTo(39.2, 0);
  const sizes = await stored();
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(98_362_432);
  await tab.goto("about:blank");
  await tab.open(OWN);
  await tab.button("Ask a model").click();
  await expect.poll(tab.button("Load 98 MB").count).toBe(1);
  await tab.button("Load 98 MB").click();
  await expect.poll(negative, { timeout: 60_000 }).toBeCloseTo(54.4, 0);
});
