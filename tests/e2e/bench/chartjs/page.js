// Two bars of a distribution; the pointer drags the first, the other one gets the rest.
const canvas = document.getElementById("chart");
const reading = document.getElementById("reading");
const chart = new Chart(canvas, {
  type: "bar",
  data: { labels: ["Positive", "Negative"], datasets: [{ label: "p", data: [0.9, 0.1], backgroundColor: ["#0072b2", "#d55e00"] }] },
  options: { animation: false, maintainAspectRatio: false, scales: { y: { min: 0, max: 1 } }, plugins: { legend: { display: false } } },
});
let dragging = false;
const drag = (event) => {
  const { top, height } = canvas.getBoundingClientRect();
  const value = Math.min(0.999, Math.max(0.001, Math.round((1 - (event.clientY - top) / height) * 1000) / 1000));
  chart.data.datasets[0].data = [value, 1 - value];
  chart.update("none");
  reading.textContent = String(value);
};
canvas.addEventListener("pointerdown", (event) => {
  dragging = true;
  drag(event);
});
canvas.addEventListener("pointermove", (event) => dragging && drag(event));
canvas.addEventListener("pointerup", () => (dragging = false));
