import { expect, open, test } from "../fixtures";
import { takeTable } from "../reader";
test("dbg", async ({ page }) => {
  await open(page, "lang=en&labels=A,B&cf=nothing:0.7,0.3");
  const csv = "text,A,B,label\n" + Array.from({length:20000},(_, i)=>`headline ${i+1},${((i*37)%97+1)/100},${1-((i*37)%97+1)/100},${i%2?"A":"B"}`).join("\n");
  await page.getByLabel("Bring your own inputs").setInputFiles({ name:"x.csv", mimeType:"text/csv", buffer: Buffer.from(csv)});
  await takeTable(page);
  const info = () => page.evaluate(() => { const b=document.querySelector(".inputs")!; return [document.activeElement!.outerHTML.slice(0,120), b.scrollTop, b.querySelector("li")!.getAttribute("aria-posinset"), b.querySelector("ol")!.style.cssText]; });
  await page.locator(".inputs li button").first().click();
  for (const key of ["End","Enter","ArrowUp","Home","ArrowDown","Home"]) { await page.keyboard.press(key); await page.waitForTimeout(400); console.log(key, JSON.stringify(await info())); }
});
