// A small manual in Chinese. Nothing here is for the explainer's sake: it is what `create-docusaurus` writes, with less in it.
/** @type {import("@docusaurus/types").Config} */
export default {
  title: "提示词手册",
  url: "https://docs.example",
  baseUrl: "/docusaurus/",
  i18n: { defaultLocale: "zh-Hans", locales: ["zh-Hans"] },
  onBrokenLinks: "throw",
  presets: [
    [
      "classic",
      {
        docs: { routeBasePath: "/", sidebarPath: "./sidebars.js" },
        blog: false,
        sitemap: false,
      },
    ],
  ],
  themeConfig: {
    navbar: { title: "提示词手册" },
    colorMode: { respectPrefersColorScheme: true },
  },
};
