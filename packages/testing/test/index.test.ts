import * as testing from "@rivulet/testing";

it("exports what it says", () => {
  expect(Object.keys(testing).toSorted()).toEqual([
    "EventRecorder",
    "LeakError",
    "ScriptedChatModel",
    "ScriptedEmbeddings",
    "ScriptedLLM",
    "ScriptedRetriever",
    "checkForLeaks",
    "createLeakCheck",
    "findRunLawViolations",
    "renderRunTree",
    "rivuletMatchers",
    "runLaws",
    "toRunTree",
    "watchForSecrets",
  ]);
});
