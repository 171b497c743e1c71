// The import directions of the workspace: see ARCHITECTURE.md. A folder of `src` is a layer; a row
// below may be imported by the rows after it; folders of one row do not know each other.
export const layers = {
  core: [
    ["util"],
    ["errors"],
    ["context"],
    ["events"],
    ["callbacks"],
    ["collector"],
    ["traceable"],
    ["operators"],
    ["policies"],
    ["debug"],
  ],
  runnables: [
    ["util"],
    ["errors"],
    ["json", "messages", "documents", "templates"],
    ["prompt-values"],
    ["events"],
    ["log"],
    ["pipeline"],
    ["execution"],
    ["primitives"],
    ["runnable"],
    ["components"],
    ["agents"],
    ["wire"],
  ],
  provider: [["errors", "fields", "util"], ["tracing"]],
  vectors: [["util", "errors"], ["native"], ["files"], ["stores"]],
  http: [
    ["util", "errors"],
    ["trace-context"],
    ["problems", "sse"],
    ["tracing", "events"],
    ["client", "langserve"],
    ["react", "node"],
  ],
};

// What each package's product may import from its siblings, always by the package's name.
export const siblings = {
  core: [],
  runnables: ["core"],
  provider: ["core", "runnables"],
  openai: ["core", "runnables", "provider"],
  anthropic: ["core", "runnables", "provider"],
  vectors: ["core", "runnables"],
  http: ["core", "runnables"],
  testing: ["core", "runnables"],
};

const published = Object.keys(siblings).join("|");
const member = "((?:packages|examples)/[^/]+|docs)";
const anyOf = (names) => `(${names.join("|")})`;

const layerRules = Object.entries(layers).flatMap(([name, rows]) => {
  const src = `^packages/${name}/src/`;
  const downwards = rows.flatMap((row, index) =>
    row.map((folder) => {
      const forbidden = [
        ...row.filter((other) => other !== folder),
        ...rows.slice(index + 1).flat(),
      ];
      const above = forbidden.map((other) => `${src}${other}/`);
      return {
        name: `${name}-layers: ${folder} imports only downwards`,
        severity: "error",
        from: { path: `${src}${folder}/` },
        to: { path: [...above, `${src}(debug|index|node|operators|react|runtime|wire)\\.ts$`] },
      };
    }),
  );
  const unknown = `${src}(?!(debug|index|node|operators|react|runtime|wire)\\.ts$|${anyOf(rows.flat())}/)`;
  return [
    ...downwards,
    {
      name: `${name}-layers: a folder outside of the layers`,
      comment: "Give the folder its place in .dependency-cruiser.mjs.",
      severity: "error",
      from: {},
      to: { path: unknown },
    },
  ];
});

const packageRules = Object.entries(siblings).map(([name, allowed]) => ({
  name: `packages: ${name} imports ${allowed.length > 0 ? allowed.join(" and ") : "no sibling"}`,
  severity: "error",
  from: { path: `^packages/${name}/src/` },
  to: { path: "^packages/", pathNot: `^packages/${anyOf([name, ...allowed])}/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    ...packageRules,
    {
      name: "no cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "packages are imported by their names",
      comment: "A relative path into another package ties the two folders together.",
      severity: "error",
      from: { path: `^${member}/` },
      to: { path: `^${member}/`, pathNot: "^$1/", dependencyTypes: ["local"] },
    },
    {
      name: "packages are imported by their entry",
      severity: "error",
      from: { path: `^${member}/` },
      to: {
        path: "^packages/[^/]+/",
        pathNot: [
          "^$1/",
          "^packages/[^/]+/src/(debug|index|jest|node|operators|providers|react|runtime|wire)\\.ts$",
        ],
      },
    },
    {
      name: "node: behind the import condition",
      comment:
        "Only async-local-storage.ts, turn.ts, unlimited-listeners.ts, node-debug-host.ts and the entry @rivulet/http/node may need Node: the rest runs in browsers.",
      severity: "error",
      from: {
        path: "^packages/(core|runnables|provider|anthropic|openai|http)/src/",
        pathNot:
          "^packages/(core/src/(context/(async-local-storage|turn|unlimited-listeners)|debug/node-debug-host)\\.ts$|http/src/node/)",
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "the provider server is reached by its entry",
      comment: "It needs Node, and the rest of @rivulet/testing runs in browsers.",
      severity: "error",
      from: {
        path: "^packages/testing/src/",
        pathNot: "^packages/testing/src/(provider-server/|providers\\.ts$)",
      },
      to: { path: "^packages/testing/src/(provider-server/|providers\\.ts$)" },
    },
    {
      name: "debug is reached by its entry",
      comment: "Importing it does something, and the main entry is what everybody pays for.",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: "^packages/core/src/(debug/|debug\\.ts$)" },
      to: { path: "^packages/core/src/(debug/|debug\\.ts$)" },
    },
    {
      name: "zod at the boundary",
      comment: "Core validates where bytes come in, and nowhere else.",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: "^packages/core/src/events/wire/" },
      to: { path: "node_modules/zod/" },
    },
    {
      name: "rxjs by its parts",
      comment: "Its index loads all of rxjs at every start; it is for types (docs/decisions/0014).",
      severity: "error",
      from: { path: `^packages/(${published})/src/` },
      to: { path: "node_modules/rxjs/dist/[^/]+/index\\.", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "wire is reached by boundaries only",
      severity: "error",
      from: {
        path: "^packages/core/src/",
        pathNot: "^packages/core/src/(events/wire/|wire\\.ts$)",
      },
      to: { path: "^packages/core/src/events/wire/" },
    },
    {
      name: "only declared dependencies",
      severity: "error",
      from: { path: `^packages/(${published})/src/` },
      // A peer is declared, though the cruiser finds it in no package's dependencies.
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["npm-peer"],
      },
    },
    {
      name: "nothing unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "products do not import tests",
      severity: "error",
      from: { pathNot: "/test/|^packages/test-support/" },
      to: { path: "/test/|^packages/test-support/", pathNot: "node_modules" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages|docs|examples)/[^/]+/(build|dist)/|/fixtures/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@rivulet/source", "node", "import", "require", "default", "types"],
    },
  },
};
