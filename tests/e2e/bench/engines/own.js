// The worker that the page itself has, as it is.
import "./memory.js";
import "/some/where/model/worker.js";
