package coop.imece.shard.actor;

import coop.imece.scheduler.Sightings;
import coop.imece.shard.decoder.Slice;
import coop.imece.shard.stage.SessionPlaces;
import coop.imece.stage.StageWorkDone;

/** What a stage says of itself: to its node how busy it is, to anyone what it has computed. */
final class StageReports {
  private final Slice slice;
  private final SessionPlaces places;
  private final StepTimes times = new StepTimes();

  StageReports(Slice slice, SessionPlaces places) {
    this.slice = slice;
    this.places = places;
  }

  void record(ComputedBatch batch) {
    times.record(batch);
  }

  StageLoad load(int sessions, Sightings seen) {
    return new StageLoad(
        sessions,
        places.freePositions(),
        times.secondsPerStep(),
        times.secondsPerPromptPosition(),
        seen);
  }

  StageWorkDone workDone(boolean packing) {
    return new StageWorkDone(
        times.decodeSteps(),
        times.decodeSeconds(),
        slice.weightBytes(),
        places.heldBytes(),
        slice.kernels(),
        packing);
  }
}
