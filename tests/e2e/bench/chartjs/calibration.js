// Contextual calibration with `k` labels and `n` context-free prompts, from the address: `#k=4&n=3`. The first bar of the first
// prompt follows the pointer; then every chart is drawn anew, as a page without a notion of what depends on what does.
const asked = new URLSearchParams(location.hash.slice(1));
const k = Number(asked.get("k") ?? 2);
const n = Number(asked.get("n") ?? 1);

const labels = Array.from({ length: k }, (_, j) => `Label ${j + 1}`);
const normalized = (row) => {
  const sum = row.reduce((a, b) => a + b);
  return row.map((value) => value / sum);
};
const softmax = (row) => normalized(row.map((value) => Math.exp(value - Math.max(...row))));
const row = (seed) => normalized(labels.map((_, j) => 1 + ((seed * 31 + j * 17) % 23)));

const prompts = Array.from({ length: n }, (_, i) => row(i + 1));
const input = row(99);
const mean = () => labels.map((_, j) => prompts.reduce((sum, p) => sum + p[j], 0) / n);

const drawn = (place, data) => {
  const box = document.getElementById(place).appendChild(document.createElement("div"));
  box.className = "chart";
  return new Chart(box.appendChild(document.createElement("canvas")), {
    type: "bar",
    data: { labels, datasets: [{ data, backgroundColor: "#0072b2" }] },
    options: { animation: false, maintainAspectRatio: false, scales: { y: { min: 0, max: 1 } }, plugins: { legend: { display: false } } },
  });
};
const meanChart = drawn("mean", mean());
const after = drawn("outputs", input);
const charts = [...prompts.map((prompt) => drawn("prompts", prompt)), meanChart, drawn("outputs", input), after];

const cells = labels.map((label) => {
  const line = document.getElementById("parameters").appendChild(document.createElement("tr"));
  const [name, ...values] = Array.from({ length: 5 }, () => line.appendChild(document.createElement("td")));
  name.textContent = label;
  return values;
});

const show = () => {
  const p = mean();
  const bias = p.map(() => 0);
  const q = softmax(input.map((value, j) => value / p[j] + bias[j]));
  meanChart.data.datasets[0].data = p;
  after.data.datasets[0].data = q;
  for (const chart of charts) chart.update("none");
  for (const [j, values] of cells.entries()) {
    for (const [at, value] of [p[j], 1 / p[j], bias[j], q[j]].entries()) values[at].textContent = value.toFixed(3);
  }
};
show();

const canvas = charts[0].canvas;
let dragging = false;
const drag = (event) => {
  const { top, height } = canvas.getBoundingClientRect();
  const value = Math.min(0.999, Math.max(0.001, 1 - (event.clientY - top) / height));
  const [, ...rest] = prompts[0];
  const others = rest.reduce((a, b) => a + b);
  prompts[0] = [value, ...rest.map((other) => (other * (1 - value)) / others)];
  charts[0].data.datasets[0].data = prompts[0];
  show();
};
canvas.addEventListener("pointerdown", (event) => {
  dragging = true;
  drag(event);
});
canvas.addEventListener("pointermove", (event) => dragging && drag(event));
canvas.addEventListener("pointerup", () => (dragging = false));
