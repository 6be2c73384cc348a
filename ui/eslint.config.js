import svelte from "eslint-plugin-svelte";
import { defineConfig } from "eslint/config";
import globals from "globals";
import ts from "typescript-eslint";

/** Imports go down only: screens → features → components. The backend and the words stand beside the tiers. */
function tier(folder, forbidden) {
  return {
    files: [`src/${folder}/**/*.{ts,svelte}`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: forbidden.map((upper) => ({
            group: [`**/${upper}/**`],
            message: `${folder} must not know ${upper}`,
          })),
        },
      ],
    },
  };
}

export default defineConfig(
  { ignores: ["dist/", "phone/dist/", "src/generated/"] },
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      "no-console": "error",
      "no-eval": "error",
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "svelte/no-at-html-tags": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "SvelteAttribute[key.name='style']",
          message:
            "the content security policy forbids style attributes; a style: directive sets one property",
        },
      ],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  tier("components", ["features", "screens", "backend", "words", "generated"]),
  tier("features", ["screens"]),
  tier("looks", ["components", "features", "screens", "backend", "words"]),
  {
    files: ["gallery/*.js"],
    languageOptions: { globals: globals.node },
  },
  tier("words", ["components", "features", "screens", "backend"]),
  tier("backend", ["components", "features", "screens"]),
);
