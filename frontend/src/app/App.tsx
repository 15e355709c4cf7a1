/** Which screen stands at which address. Screens arrive when they are first needed. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, type ReactElement, type ReactNode } from "react";
import { Redirect, Route, Router, Switch, type AroundNavHandler } from "wouter";
import { Problem } from "../api/client";
import { useMayEnter } from "../api/me";
import { Worklist } from "../features/worklist/Worklist";
import { mayLeave, watchWayBack } from "../ui/leaving";
import { Frame } from "./Frame";
import { NotFound, NotYours } from "./NotFound";

const CasePage = lazy(() => import("../features/case/CasePage").then((room) => ({ default: room.CasePage })));
const NewCase = lazy(() => import("../features/intake/NewCase").then((room) => ({ default: room.NewCase })));
const Metrics = lazy(() => import("../features/metrics/Metrics").then((room) => ({ default: room.Metrics })));
const Rules = lazy(() => import("../features/rules/Rules").then((room) => ({ default: room.Rules })));
const WhatIf = lazy(() => import("../features/rules/WhatIf").then((room) => ({ default: room.WhatIf })));
const RulePage = lazy(() => import("../features/rules/RulePage").then((room) => ({ default: room.RulePage })));

// The server may be this very machine: it is asked even where the browser believes that there is no network.
const queries = new QueryClient({
  defaultOptions: {
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      retry: (failures, error) => failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
    },
  },
});

watchWayBack();

const guarded: AroundNavHandler = (go, to, options) => {
  if (mayLeave(to)) go(to, options);
};

export function App(): ReactElement {
  return (
    <QueryClientProvider client={queries}>
      <Router aroundNav={guarded}>
        <Frame>
          <Suspense fallback={null}>
            <Switch>
              <Route path="/"><Open place="/" instead={<Redirect to="/rules" replace />}><Worklist /></Open></Route>
              <Route path="/new"><Open place="/new" instead={<NotYours />}><NewCase /></Open></Route>
              <Route path="/case/:id">{({ id }) => <CasePage key={id} caseId={id} />}</Route>
              <Route path="/metrics"><Open place="/metrics" instead={<NotYours />}><Metrics /></Open></Route>
              <Route path="/rules"><Rules /></Route>
              <Route path="/rules/what-if"><WhatIf /></Route>
              <Route path="/rules/:id">{({ id }) => <RulePage ruleId={decodeURIComponent(id)} />}</Route>
              <Route><NotFound /></Route>
            </Switch>
          </Suspense>
        </Frame>
      </Router>
    </QueryClientProvider>
  );
}

/** A place for who may enter it, and for others what stands there instead. */
function Open({ place, instead, children }: { place: string; instead: ReactElement; children: ReactNode }): ReactNode {
  return useMayEnter()(place) ? children : instead;
}
