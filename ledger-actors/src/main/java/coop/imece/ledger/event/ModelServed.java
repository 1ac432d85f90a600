package coop.imece.ledger.event;

import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.Hash;

/**
 * A model that requests may name from here on. Its shape is what FLOPs are computed from.
 *
 * @param id SHA-256 of the model's manifest
 */
public record ModelServed(Hash id, String name, Precision precision, ModelShape shape)
    implements LedgerEvent {
  public static final String KIND = "model";

  static ModelServed read(DataReader data) {
    var experts = data.smallInteger("experts");
    var expertsPerToken = data.smallInteger("experts_per_token");
    var feedForward = data.smallInteger("feed_forward");
    var headSize = data.smallInteger("head_size");
    var heads = data.smallInteger("heads");
    var hidden = data.smallInteger("hidden");
    var id = data.hash("id");
    var kvHeads = data.smallInteger("kv_heads");
    var layers = data.smallInteger("layers");
    var name = data.text("name");
    var precision = data.parsed("precision", Precision::parse);
    var vocabulary = data.smallInteger("vocabulary");
    var window = data.smallInteger("window");
    var shape =
        new ModelShape(
            layers,
            hidden,
            heads,
            kvHeads,
            headSize,
            feedForward,
            vocabulary,
            window,
            experts,
            expertsPerToken);
    return new ModelServed(id, name, precision, shape);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.ServeModel(id, name, precision, shape);
  }

  @Override
  public void write(DataWriter data) {
    data.integer("experts", shape.experts())
        .integer("experts_per_token", shape.expertsPerToken())
        .integer("feed_forward", shape.feedForward())
        .integer("head_size", shape.headSize())
        .integer("heads", shape.heads())
        .integer("hidden", shape.hidden())
        .text("id", id)
        .integer("kv_heads", shape.kvHeads())
        .integer("layers", shape.layers())
        .text("name", name)
        .text("precision", precision.wireName())
        .integer("vocabulary", shape.vocabulary())
        .integer("window", shape.window());
  }
}
