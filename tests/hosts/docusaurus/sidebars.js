export default { manual: ["index", "calibrating"] };
