package coop.imece.gateway.http;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Places for requests that run, and a bounded queue in front of them, first come first served. */
final class Admission {
  private final int places;
  private final int queueLimit;
  private final Set<Ticket> waiting = new LinkedHashSet<>();
  private int running;

  Admission(int places, int queueLimit) {
    this.places = places;
    this.queueLimit = queueLimit;
  }

  /** A ticket, running or waiting; empty when the queue is full. */
  synchronized Optional<Ticket> enter() {
    var ticket = new Ticket();
    if (running < places) {
      running++;
      ticket.hasPlace = true;
      ticket.place.complete(Done.getInstance());
    } else if (waiting.size() < queueLimit) {
      waiting.add(ticket);
    } else {
      return Optional.empty();
    }
    return Optional.of(ticket);
  }

  /** Requests that run or wait. */
  synchronized int inside() {
    return running + waiting.size();
  }

  private void leave(Ticket ticket) {
    Optional<Ticket> next;
    synchronized (this) {
      next = ticket.hasPlace ? waiting.stream().findFirst() : Optional.empty();
      waiting.remove(ticket);
      if (next.isPresent()) {
        waiting.remove(next.get());
        next.get().hasPlace = true;
      } else if (ticket.hasPlace) {
        running--;
      }
      ticket.hasPlace = false;
    }
    next.ifPresent(other -> other.place.complete(Done.getInstance()));
  }

  /** One request's right to run, now or later. */
  final class Ticket {
    private final CompletableFuture<Done> place = new CompletableFuture<>();
    private boolean hasPlace;

    /** Done when the request may run. */
    CompletionStage<Done> place() {
      return place;
    }

    /** Gives the place, or the place in the queue, to the next; further calls do nothing. */
    void leave() {
      Admission.this.leave(this);
    }
  }
}
