# A slice of a decoder: layers, with the embedding before them and the head after them where the slice has those.
# Rows are the positions of all sessions of a batch, one session after the other.
# All but `states` and `result` lies on the device; those two are memory that Java sees.
class Slice:
  shape : __torch__.layer.Shape
  device : Device
  dtype : int
  hidden : int
  vocabulary : int
  embedding : List[Tensor]
  layers : List[__torch__.layer.Layer]
  head : List[__torch__.linear.Linear]

  def __init__(self: __torch__.slice.Slice, shape: __torch__.layer.Shape, device: Device, dtype: int, hidden: int, vocabulary: int, embedding: List[Tensor], layers: List[__torch__.layer.Layer], head: List[__torch__.linear.Linear]) -> NoneType:
    self.shape = shape
    self.device = device
    self.dtype = dtype
    self.hidden = hidden
    self.vocabulary = vocabulary
    self.embedding = embedding
    self.layers = layers
    self.head = head
    return None

  def pack(self: __torch__.slice.Slice, index: int) -> bool:
    if index < torch.len(self.layers):
      done = (self.layers[index]).pack()
    else:
      for i in range(torch.len(self.head)):
        done = (self.head[i]).pack()
    return index < torch.len(self.layers) + torch.len(self.head) - 1

  # ids: token ids (rows), on the first slice; states: elsewhere hidden states (rows, hidden) at the start of a row of floats
  # counts, starts: rows of each session, and the position of its first row
  # rope: (positions, 2, size), cosines and signed sines
  # sampled: the rows whose logits are wanted, on the last slice; largest: of each only the largest, and its token
  # result: fp32, takes hidden states (rows, hidden), logits (sampled, vocabulary), or (sampled, 2) with ids as floats,
  # which are exact below 2^24
  def run(self: __torch__.slice.Slice, ids: List[int], states: Tensor, counts: List[int], starts: List[int], caches: List[__torch__.cache.Cache], rope: Tensor, sampled: List[int], largest: bool, result: Tensor) -> NoneType:
    step = __torch__.step.Step.__new__(__torch__.step.Step)
    made = (step).__init__(self.shape, self.device, self.dtype, counts, starts, caches, rope)
    if torch.len(self.embedding) > 0:
      tokens = torch.tensor(ids, dtype=4, device=self.device, requires_grad=False)  # (rows)
      x = torch.to(torch.embedding(self.embedding[0], tokens), self.dtype)       # (rows, hidden)
    else:
      used = torch.slice(states, 0, 0, step.rows * self.hidden, 1)
      x = torch.to(torch.view(used, [step.rows, self.hidden]), self.device, self.dtype)   # (rows, hidden)
    for i in range(torch.len(self.layers)):
      x = (self.layers[i]).run(x, step, i)                                         # (rows, hidden)
    if torch.len(self.head) == 0:
      if self.dtype == 5:
        x = torch.to(x, 15)                                                         # fp16 is a card's own: states go in bf16
      filled = (self).fill(result, x)
    else:
      if torch.len(sampled) > 0:
        logits = (self).logits(x, sampled)                                          # (sampled, vocabulary)
        if largest:
          values, tokens = torch.max(logits, -1)                                    # (sampled); of equal ones the first
          filled = (self).fill(result, torch.stack([values, torch.to(tokens, 6)], 1))
        else:
          filled = (self).fill(result, logits)
      else:
        # A card computes on after the call has returned: a number is fetched, so that the call takes as long as the step.
        filled = (self).fill(result, torch.select(torch.select(x, 0, 0), 0, 0))
    return None

  # Of the rows wanted. The head may have more outputs than there are tokens: see linear_int4.py.
  def logits(self: __torch__.slice.Slice, x: Tensor, sampled: List[int]) -> Tensor:
    if torch.len(sampled) < torch.size(x, 0):
      wanted = torch.tensor(sampled, dtype=4, device=self.device, requires_grad=False)
      x = torch.index_select(x, 0, wanted)                                         # (sampled, hidden)
    all = torch.to((self.head[0]).of_norm(x, self.shape.epsilon), 6)
    return torch.slice(all, 1, 0, self.vocabulary, 1)

  def fill(self: __torch__.slice.Slice, result: Tensor, x: Tensor) -> Tensor:
    used = torch.slice(result, 0, 0, torch.numel(x), 1)
    return torch.copy_(torch.view(used, torch.size(x)), x)
