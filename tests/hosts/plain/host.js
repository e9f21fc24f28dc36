// The switch that a page with two colour schemes has.
document.getElementById("switch").addEventListener("click", () => {
  const { dataset } = document.documentElement;
  dataset.theme = dataset.theme === "dark" ? "light" : "dark";
});
